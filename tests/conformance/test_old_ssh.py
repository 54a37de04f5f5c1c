"""Old routers speak SSH with SHA-1 only. A real OpenSSH server, restricted to that, is reached all the same.

dropbear of 2012 to 2014 in stock firmware offers nothing but these [asus.md §8.2, tplink-legacy-ssh-openwrt §5.1]. The
server lives in a mount namespace with an account file of its own; nothing of this machine is touched.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import paramiko
import pytest

from routercfg.clock import Deadline
from routercfg.secret import Secret
from routercfg.transport.shell import ShellTransport
from tests.conformance.road import bench

PLACES = "/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin"
PASSWORD = "old & slow"
KEXES = "diffie-hellman-group14-sha1,diffie-hellman-group1-sha1"
CIPHERS = "aes128-cbc,3des-cbc"

# A private /run for the server's empty folder, private accounts, then the server itself.
ENTER = """
mount -t tmpfs tmpfs /run && mkdir /run/sshd &&
mount --bind "$0/passwd" /etc/passwd && mount --bind "$0/shadow" /etc/shadow &&
exec setpriv --pdeathsig=KILL sshd -D -e -f "$0/config"
"""


def lacking() -> str:
    """Say what this machine lacks; empty when nothing."""
    if not all(shutil.which(name, path=PLACES) for name in ("sshd", "ssh-keygen", "openssl", "unshare", "setpriv")):
        return "missing: openssh-server (apt-get install -y openssh-server)"
    works = subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/run"], capture_output=True, check=False)
    return "" if works.returncode == 0 else "needs root with the right to a mount namespace"


LACKING = lacking()
pytestmark = pytest.mark.skipif(bool(LACKING), reason=LACKING)


@dataclass
class Old:
    """Where the old server listens."""

    port: int
    folder: Path


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Old]:
    folder = tmp_path_factory.mktemp("sshd")
    port = _free_port()
    sshd = str(shutil.which("sshd", path=PLACES))
    subprocess.run(["ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", folder / "key"], check=True)
    sealed = subprocess.run(
        ["openssl", "passwd", "-6", "-stdin"], input=PASSWORD, capture_output=True, text=True, check=True
    )
    passwd = "root:x:0:0:root:/root:/bin/sh\nadmin:x:0:0:router:/:/bin/sh\nsshd:x:100:65534::/run/sshd:/bin/false\n"
    files = {
        "passwd": passwd,
        "shadow": f"root:*:::::::\nadmin:{sealed.stdout.strip()}:19000:0:99999:7:::\nsshd:!:19000::::::\n",
        "config": f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/key\nPidFile none\nUsePAM no\n"
        f"PermitRootLogin yes\nPasswordAuthentication yes\nKexAlgorithms {KEXES}\nHostKeyAlgorithms ssh-rsa\n"
        f"Ciphers {CIPHERS}\nMACs hmac-sha1\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    with open(folder / "log", "w") as log:
        words = ["unshare", "-m", "sh", "-c", ENTER.replace("KILL sshd", f"KILL {sshd}"), str(folder)]
        server = subprocess.Popen(words, stderr=log)
    try:
        _await(folder / "log", server)
        yield Old(port, folder)
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(log: Path, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 5
    while "Server listening" not in log.read_text():
        assert server.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.02)


def test_paramiko_below_5_still_speaks_it(old: Old) -> None:
    line = paramiko.Transport(("127.0.0.1", old.port))
    try:
        line.start_client(timeout=10)
        line.auth_password("admin", PASSWORD)
        assert line.host_key_type == "ssh-rsa"
        assert vars(line)["remote_cipher"] in CIPHERS.split(",")
        channel = line.open_session()
        channel.exec_command("echo reached; exit 7")
        assert channel.makefile("rb").read() == b"reached\n"
        assert channel.recv_exit_status() == 7
    finally:
        line.close()
        line.join(5)


def test_our_transport_reaches_it_and_knows_that_it_is_weak(old: Old) -> None:
    seen: list[str] = []

    def accept(fingerprint: str) -> bool:
        seen.append(fingerprint)
        return True

    transport = ShellTransport(f"ssh://127.0.0.1:{old.port}", Deadline(20), accept=accept)
    try:
        transport.enter("admin", Secret(PASSWORD))
        heard = transport.run("cat; exit 3", "Ключ".encode())
    finally:
        transport.close()
    assert (heard.status, heard.out.decode()) == (3, "Ключ")
    assert transport.legacy
    assert len(seen) == 1


def test_an_old_asus_that_speaks_nothing_else_is_configured(tmp_path: Path) -> None:
    with bench("asus-rt-n16-ssh-old", tmp_path) as unit:
        outcome = unit.apply("version: 1\nwifi: {ssid: Old-and-slow, security: wpa2, password: eight-chars}\n")
        assert outcome.error is None
        assert unit.running()["wifi.bands.2.4GHz.ssid"] == "Old-and-slow"
        line = ShellTransport(unit.served.url, Deadline(20), accept=lambda key: True)
        line.greet()
        line.close()
        assert line.legacy
