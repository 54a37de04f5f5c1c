"""Where a paper ASUS router is reached: its web server, its shell, or both over one nvram."""

from __future__ import annotations

from routercfg.simulator.asus_nvram import Spec
from routercfg.simulator.asus_shell import OLD, AsusShell
from routercfg.simulator.asus_shell_old import missing_old
from routercfg.simulator.asus_unit import AsusUnit
from routercfg.simulator.server import Served, serve
from routercfg.simulator.shell_root import missing, missing_telnet
from routercfg.simulator.shell_server import ServedShell, serve_shell
from routercfg.wire import Ask


class AsusShellOnly(AsusUnit):
    """An ASUS router whose web server nobody reaches."""

    def answer(self, ask: Ask, client: str) -> bytes | None:
        """There is no web server."""
        return None


def lacking(spec: Spec) -> str:
    """Say what this machine lacks to simulate such a model; empty when nothing."""
    if "web" in spec.doors:
        return ""
    if "telnet" in spec.doors:
        return missing_telnet()
    return missing_old() if spec.host_key == OLD else missing()


def serve_asus(
    router: AsusUnit, listen: tuple[str, int] = ("127.0.0.1", 0), latency: float = 0.0
) -> Served | ServedShell:
    """Put an ASUS router on its sockets.

    A shell beside a web server has its port from the start; whether anybody is let in says the nvram. Where
    a shell cannot be simulated the web server stands alone. Raises ValueError, naming what to install, where there is
    only a shell.
    """
    doors = tuple(door for door in router.spec.doors if door != "web")
    if "web" not in router.spec.doors:
        return serve_shell(AsusShell(router, doors), listen, latency)
    web = serve(router, listen, latency)
    if doors and not missing():
        web.beside = serve_shell(AsusShell(router, doors), (listen[0], 0), latency)
    return web
