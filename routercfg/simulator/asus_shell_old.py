"""SSH as dropbear of 2012 to 2014 speaks it: SHA-1 key exchange, ssh-rsa, ciphers in CBC mode and nothing else.

Today's dropbear cannot be held to that, so an OpenSSH server inside the router's root plays it [asus §8.2]; its
greeting is the only thing that tells. Where this machine has no such server, the model is not simulated.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

from routercfg.simulator.shell_root import missing, program, put

APT: Final = "apt-get install -y openssh-server"

_CONFIG: Final = """\
HostKey {key}
PidFile none
UsePAM no
StrictModes no
PermitRootLogin yes
PasswordAuthentication yes
KbdInteractiveAuthentication no
MaxAuthTries 3
KexAlgorithms diffie-hellman-group14-sha1,diffie-hellman-group1-sha1
HostKeyAlgorithms ssh-rsa
Ciphers aes128-cbc,3des-cbc
MACs hmac-sha1
"""


def missing_old() -> str:
    """Say what this machine lacks to run such a server; empty when nothing."""
    if missing() or (program("sshd") and program("ssh-keygen")):
        return missing()
    return f"missing: sshd ({APT})"


def settle(root: Path, key: str) -> None:
    """Bring the server, its libraries, its settings and a host key (a path of the router) into the root."""
    server = Path(program("sshd"))
    listed = subprocess.run([program("ldd"), str(server)], capture_output=True, text=True, check=True)  # noqa: S603
    libraries = [Path(found) for found in re.findall(r"(/\S+) \(0x", listed.stdout)]
    for here, there in [(server, "/usr/sbin/sshd"), *((library, str(library)) for library in libraries)]:
        target = root / there.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            shutil.copy(here.resolve(), target)
    (root / "run/sshd").mkdir(parents=True, exist_ok=True)
    (root / "run/sshd").chmod(0o755)
    put(root, "/etc/ssh/config", _CONFIG.format(key=key))
    file = root / key.lstrip("/")
    if not file.exists():
        words = [program("ssh-keygen"), "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", str(file)]
        subprocess.run(words, capture_output=True, check=True)  # noqa: S603  ours, no shell


def account() -> str:
    """Give the line of /etc/passwd for the user under which the server looks at what strangers send."""
    return f"sshd:x:{os.geteuid() + 100}:65534::/run/sshd:/bin/false\n"


def door(number: str, *, passwords: bool) -> list[str]:
    """Give the words that serve the connection of that number."""
    words = ["/usr/sbin/sshd", "-i", "-f", "/etc/ssh/config", "-o", f"ForceCommand=/usr/libexec/session {number}"]
    return words if passwords else [*words, "-o", "PasswordAuthentication=no"]
