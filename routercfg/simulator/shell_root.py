"""A private root directory for a simulated router with a shell: real busybox and dropbear, nothing of this machine.

The vendor's commands are one small script under many names; it lays its words into a file, asks the simulator through
a pipe, and prints what comes back. So a command costs a few milliseconds, and everything that matters stays in Python.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

APT: Final = "apt-get install -y dropbear-bin busybox"
"""The line that brings what is needed on Debian and Ubuntu."""

_PLACES: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
TELNET_APT: Final = "apt-get install -y dropbear-bin busybox-static"
"""The same where telnet is wanted too: Debian's package ``busybox`` is built without ``telnetd``."""
ENVIRONMENT: Final = {"PATH": _PLACES}
"""All that a process in the root inherits."""
_DEVICES: Final = {"null": (1, 3), "zero": (1, 5), "random": (1, 8), "urandom": (1, 9), "tty": (5, 0)}
_FOLDERS: Final = ("bin", "sbin", "usr/bin", "usr/sbin", "lib", "etc/dropbear", "root", "tmp", "var/run", "dev", "proc")
ASKING: Final = "var/run/simulated"
"""Where the scripts lay down what they were called with, seen from the root."""

_SCRIPT: Final = """\
#!/bin/ash
# Hands one command to the simulator and gives back what it answers.
b=/var/run/simulated/$$.$SIMULATED
printf '%s\\0' "$0" "$@" >$b.words
mkfifo $b || exit 126
exec 9<>$b
echo "$$.$SIMULATED ${SIMULATED:-0}" >/var/run/simulated/ask
read -r rc <&9
if [ "$rc" = more ]; then
  cat >$b.stdin
  echo "$$.$SIMULATED ${SIMULATED:-0}" >/var/run/simulated/ask
  read -r rc <&9
fi
[ -s $b.out ] && cat $b.out
[ -s $b.err ] && cat $b.err >&2
rm -f $b $b.words $b.stdin $b.out $b.err
exit $rc
"""

_SESSION: Final = """\
#!/bin/ash
# What every login runs: tells the simulator, then does what was asked for as the router's own shell would.
export SIMULATED=$1 PATH=/usr/sbin:/usr/bin:/sbin:/bin
/usr/libexec/begin "$SSH_ORIGINAL_COMMAND"
case $? in
  0) ;;
  2) /bin/ash -c "$SSH_ORIGINAL_COMMAND" >/tmp/.cut
     head -c $(($(wc -c </tmp/.cut) / 2)) /tmp/.cut; /usr/libexec/hangup; exit 1 ;;
  *) exit 1 ;;
esac
if [ -z "$SSH_ORIGINAL_COMMAND" ]; then
  cat /etc/banner
  exec /bin/ash -l
fi
words=$SSH_ORIGINAL_COMMAND
unset SSH_ORIGINAL_COMMAND
exec /bin/ash -c "$words"
"""

_ASK_TWICE: Final = """\
#!/bin/ash
# busybox's passwd asks twice and takes weak words from root.
who=${1:-root}
echo "Changing password for $who"
[ -t 0 ] && stty -echo
printf 'New password: '
IFS= read -r one
echo
printf 'Retype password: '
IFS= read -r two
echo
[ -t 0 ] && stty echo
printf '%s\\n%s\\n' "$one" "$two" | /usr/libexec/set-password "$who"
"""


def missing() -> str:
    """Say what this machine lacks to run such a router; empty when nothing."""
    if not os.path.isdir("/proc/self"):
        return "a simulated shell needs Linux"
    programs = [
        name for name in ("busybox", "dropbear", "dropbearkey", "chroot", "setpriv", "ldd") if not program(name)
    ]
    if programs:
        return f"missing: {', '.join(programs)} ({APT})"
    return "" if entering() else "a private root needs root's rights or user namespaces"


def missing_telnet() -> str:
    """Say what this machine lacks to run a router that is reached over telnet; empty when nothing.

    A telnet server needs terminals, which only a root with this machine's devices has.
    """
    lacking = missing()
    if lacking:
        return lacking
    if not busybox("telnetd"):
        return f"missing: a busybox with telnetd ({TELNET_APT})"
    return "" if "mount" in " ".join(entering()) else "a telnet server needs a mount namespace for its terminals"


def program(name: str) -> str:
    """Find a program where a package puts it; empty when it is not installed."""
    return shutil.which(name, path=_PLACES) or ""


@cache
def busybox(applet: str) -> str:
    """Find a busybox that has an applet: the installed one, a static one beside it or in this environment's ``bin``."""
    places = f"{_PLACES}:{sys.prefix}/bin"
    for name in ("busybox", "busybox.static", "busybox-static"):
        found = shutil.which(name, path=places)
        if found and applet in _listed(found):
            return found
    return ""


def _listed(path: str) -> list[str]:
    """Give the applets of one busybox."""
    return subprocess.run([path, "--list"], capture_output=True, text=True, check=True).stdout.split()  # noqa: S603


_GUARD: Final = """\
read -r _
for _ in 1 2; do  # what was just being started is found by the second look
  for p in /proc/[0-9]*; do
    [ "$(readlink "$p/root")" = "$1" ] && kill -9 "${p#/proc/}"
  done
done 2>/dev/null
"""


def guard(root: Path) -> subprocess.Popen[bytes]:
    """Start what ends every process in a root as soon as its standard input ends: when the simulator was killed."""
    words = ["sh", "-c", _GUARD, "sh", str(root)]
    return subprocess.Popen(words, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603  ours, fixed words


_ENTERING: dict[str, list[str]] = {}

_NARROW: Final = [
    "setpriv",
    "--pdeathsig=KILL",
    "--bounding-set=-all,+chown,+dac_override,+fowner,+setgid,+setuid,+sys_chroot",
]
"""Whoever is root in there can neither touch this machine's network, clock or mounts, nor outlive the simulator."""


def entering() -> list[str]:
    """Give the words before ``chroot``-relative commands that lead into a root: ``… ROOT COMMAND``; empty if none do.

    Best with a mount namespace, where the root gets this machine's terminals; root without that right makes the few
    devices itself; without root, a user namespace in which one stays who one is.
    """
    if "words" not in _ENTERING:
        mount = f'mount --rbind /dev "$0/dev" && exec {" ".join(_NARROW)} chroot "$0" "$@"'
        ways = [
            ["unshare", "-m", "sh", "-c", mount],
            ["unshare", "-Um", "--map-current-user", "--keep-caps", "sh", "-c", mount],
        ]
        rootly = [ways[0], [*_NARROW, "chroot"]] if os.geteuid() == 0 else [ways[1]]
        _ENTERING["words"] = next((way for way in rootly if _works(way)), [])
    return _ENTERING["words"]


def _works(way: list[str]) -> bool:
    try:
        return subprocess.run([*way, "/", "true"], capture_output=True, check=False).returncode == 0  # noqa: S603
    except OSError:
        return False


def furnish(root: Path, files: Mapping[str, str], commands: Iterable[str], box: str = "") -> None:
    """Make the root: programs, their libraries, the files of the image, and the commands by path.

    What stands there already and is not named is left: it is the router's flash. ``box`` is the busybox that is wanted,
    the installed one unless said. A file that begins with ``#!`` is a program.
    """
    box = box or program("busybox")
    for folder in _FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "var/run/simulated").mkdir(mode=0o700, exist_ok=True)
    for name, source in (("busybox", box), ("dropbear", program("dropbear"))):
        _bring(Path(source), root / "bin" / name)
    _applets(root, box)
    for path, text in {**_accounts(), **files}.items():
        put(root, path, text, 0o755 if text.startswith("#!") else 0o644)
    for path, text in {"session": _SESSION, "simulated": _SCRIPT, "passwd": _ASK_TWICE}.items():
        put(root, f"/usr/libexec/{path}", text, 0o755)
    for path in commands:
        _link(root / path.lstrip("/"), "/usr/libexec/simulated")
    _link(root / "bin/passwd", "/usr/libexec/passwd")
    if "mount" not in " ".join(entering()) and not (root / "dev/null").exists():
        _devices(root)


def _accounts() -> dict[str, str]:
    """Give the files about the one user; where this process is not root, the router's root is whoever this is."""
    return {
        "/etc/passwd": f"root:x:{os.geteuid()}:{os.getegid()}:root:/root:/bin/ash\n",
        "/etc/group": f"root:x:{os.getegid()}:\n",
        "/etc/shells": "/bin/ash\n",
        "/etc/profile": "export PATH=/usr/sbin:/usr/bin:/sbin:/bin\nexport PS1='\\u@\\h:\\w\\$ '\n",
    }


def put(root: Path, path: str, text: str, mode: int = 0o644) -> None:
    """Write one file of the root."""
    file = root / path.lstrip("/")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.write_text(text, encoding="utf-8", errors="surrogateescape")
    file.chmod(mode)


def _link(file: Path, target: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.symlink_to(target)


def _applets(root: Path, box: str) -> None:
    for name in _listed(box):
        if name not in _NOT_FROM_BUSYBOX:
            _link(root / "bin" / name, "/bin/busybox")


_NOT_FROM_BUSYBOX: Final = frozenset({"busybox", "reboot", "poweroff", "halt", "init", "passwd", "mount", "umount"})
"""Would act on this machine, or the router has its own."""


def _bring(source: Path, target: Path) -> None:
    """Copy a program and the libraries that it is linked with, each to its own path; a static one has none."""
    listed = subprocess.run([program("ldd"), str(source)], capture_output=True, text=True, check=False)  # noqa: S603
    pairs = [
        (Path(found), target.parents[1] / found.lstrip("/")) for found in re.findall(r"(/\S+) \(0x", listed.stdout)
    ]
    for here, there in [(source, target), *pairs]:
        there.parent.mkdir(parents=True, exist_ok=True)
        if not there.exists():
            shutil.copy(here.resolve(), there)


def _devices(root: Path) -> None:
    for name, (major, minor) in _DEVICES.items():
        file = root / "dev" / name
        os.mknod(file, stat.S_IFCHR | 0o666, os.makedev(major, minor))
        file.chmod(0o666)


def inhabitants(root: Path) -> list[int]:
    """Give the processes that live in this root, and only those."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if (entry / "root").readlink() == root:
                    found.append(int(entry.name))
            except OSError:  # it ended meanwhile, or is somebody else's
                continue
    return found
