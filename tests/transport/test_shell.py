"""SSH to one router: who is trusted, how often a password is offered, how a run ends when the other side does not."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import paramiko
import pytest

from routercfg.clock import Deadline
from routercfg.errors import (
    BadAnswer,
    ConnectionLost,
    DeadlinePassed,
    HostKeyUntrusted,
    RouterRefuses,
    RouterSilent,
    WrongPassword,
)
from routercfg.secret import Secret
from routercfg.transport.shell import ShellTransport, fingerprint_of

KEY = paramiko.RSAKey.generate(2048)
FINGERPRINT = fingerprint_of(KEY.asbytes())
Answer = Callable[[paramiko.Channel, str], None]


class Server(paramiko.ServerInterface):
    """Lets root in by one password, or by none when it is empty; notes what it was offered."""

    def __init__(self, password: str, answer: Answer) -> None:
        self.password, self.answer = password, answer
        self.offered: list[str] = []

    def get_allowed_auths(self, username: str) -> str:
        return "publickey,password"

    def check_auth_none(self, username: str) -> int:
        self.offered.append("none")
        return paramiko.AUTH_FAILED if self.password else paramiko.AUTH_SUCCESSFUL

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        self.offered.append("key")
        return paramiko.AUTH_FAILED

    def check_auth_password(self, username: str, password: str) -> int:
        self.offered.append("password")
        return paramiko.AUTH_SUCCESSFUL if password == self.password else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        threading.Thread(target=self.answer, args=(channel, command.decode()), daemon=True).start()
        return True


def in_a_shell(channel: paramiko.Channel, command: str) -> None:
    """Run it for real."""
    stdin = b""
    while piece := channel.recv(65536):
        stdin += piece
    done = subprocess.run(["sh", "-c", command], input=stdin, capture_output=True, check=False, timeout=10)
    channel.sendall(done.stdout)
    channel.sendall_stderr(done.stderr)
    channel.send_exit_status(done.returncode)
    channel.close()


@contextlib.contextmanager
def serving(
    password: str = "pw", answer: Answer = in_a_shell, *, weak: bool = False, server: Server | None = None
) -> Iterator[tuple[str, Server]]:
    """Put an SSH server on a loopback port."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = server or Server(password, answer)
    lines: list[paramiko.Transport] = []

    def serve() -> None:
        while True:
            try:
                wire, _ = listener.accept()
            except OSError:
                return
            line = paramiko.Transport(wire)
            lines.append(line)
            line.add_server_key(KEY)
            if weak:
                offer = line.get_security_options()
                offer.kex, offer.key_types = ("diffie-hellman-group14-sha1",), ("ssh-rsa",)
            with contextlib.suppress(paramiko.SSHException, EOFError, OSError):
                line.start_server(server=server)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"ssh://127.0.0.1:{listener.getsockname()[1]}", server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
        for line in lines:
            line.close()


@contextlib.contextmanager
def to(url: str, deadline: Deadline | None = None, **more: object) -> Iterator[ShellTransport]:
    shell = ShellTransport(url, deadline or Deadline(30), **({"fingerprint": FINGERPRINT, "patience": 3} | more))  # type: ignore[arg-type]
    try:
        yield shell
    finally:
        shell.close()


def test_one_command_gives_status_and_both_streams_and_takes_input() -> None:
    with serving() as (url, _), to(url) as shell:
        shell.enter("root", Secret("pw"))
        heard = shell.run("cat; echo oops >&2; exit 7", b"in " * 50000)
        assert heard == (7, b"in " * 50000, b"oops\n")
        assert shell.run("echo again").out == b"again\n"
        assert (shell.connections, shell.commands) == (1, 2)


def test_neither_keys_nor_an_agent_are_offered_and_a_password_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".ssh").mkdir()
    KEY.write_private_key_file(str(tmp_path / ".ssh" / "id_rsa"))
    with serving() as (url, server), to(url) as shell:
        with pytest.raises(WrongPassword):
            shell.enter("root", Secret("wrong"))
        assert server.offered == ["password"]


def test_asking_for_no_password_costs_no_attempt_and_the_connection_stays() -> None:
    with serving() as (url, server), to(url) as shell:
        with pytest.raises(WrongPassword):
            shell.enter("root", None)
        shell.enter("root", Secret("pw"))
        assert server.offered == ["none", "password"]
        assert shell.connections == 1


def test_root_without_a_password_is_let_in() -> None:
    with serving("") as (url, server), to(url) as shell:
        shell.enter("root", None)
        assert shell.run("echo hi").out == b"hi\n"
        assert server.offered == ["none"]


def test_a_host_key_must_be_vouched_for_before_anything_is_sent() -> None:
    with serving() as (url, server):
        with to(url, fingerprint=None) as shell, pytest.raises(HostKeyUntrusted) as told:
            shell.enter("root", Secret("pw"))
        assert told.value.details["fingerprint"] == FINGERPRINT
        with to(url, fingerprint="SHA256:other", accept=None) as shell, pytest.raises(HostKeyUntrusted):
            shell.greet()
        assert server.offered == []


def test_a_callback_may_accept_a_key_and_is_asked_once() -> None:
    asked: list[str] = []
    with serving() as (url, _):
        with to(url, fingerprint=None, accept=lambda seen: asked.append(seen) is None) as shell:
            assert shell.greet().startswith("SSH-2.0-")
            shell.close()
            shell.enter("root", Secret("pw"))
        with to(url, fingerprint=None, accept=lambda seen: False) as shell, pytest.raises(HostKeyUntrusted):
            shell.greet()
    assert asked == [FINGERPRINT]


def test_a_pinned_key_is_not_put_to_the_callback() -> None:
    with serving() as (url, _), to(url, fingerprint="SHA256:other", accept=lambda seen: True) as shell:  # noqa: SIM117
        with pytest.raises(HostKeyUntrusted):
            shell.greet()


def test_weak_algorithms_are_offered_only_where_nothing_else_will_do() -> None:
    with serving(weak=True) as (url, _), to(url) as shell:
        shell.enter("root", Secret("pw"))
        assert shell.legacy
        assert shell.connections == 2
    with serving() as (url, _), to(url) as shell:
        shell.greet()
        assert not shell.legacy


def test_what_is_no_ssh_server_is_told_apart(free_port: Callable[[], int]) -> None:
    with to(f"ssh://127.0.0.1:{free_port()}") as shell, pytest.raises(RouterRefuses):
        shell.greet()
    for said, error in ((b"HTTP/1.0 400 Bad\r\n", BadAnswer), (b"", ConnectionLost), (None, RouterSilent)):
        with socket.create_server(("127.0.0.1", 0)) as listener:

            def speak(said: bytes | None = said, listener: socket.socket = listener) -> None:
                wire, _ = listener.accept()
                with wire:
                    wire.sendall(said or b"")
                    if said is None:
                        wire.recv(1)  # until the other side gives up

            thread = threading.Thread(target=speak, daemon=True)
            thread.start()
            with to(f"ssh://127.0.0.1:{listener.getsockname()[1]}", patience=0.3) as shell, pytest.raises(error):
                shell.greet()
            thread.join(5)


def hang_up(channel: paramiko.Channel, command: str) -> None:
    channel.sendall(b"half of i")
    channel.get_transport().close()


def flood(channel: paramiko.Channel, command: str) -> None:
    with contextlib.suppress(OSError, EOFError, paramiko.SSHException):
        while True:
            channel.sendall(b"x" * 32768)


@pytest.mark.parametrize("writes", [False, True])
def test_a_lost_answer_says_whether_it_was_a_write(writes: bool) -> None:
    with serving(answer=hang_up) as (url, _), to(url) as shell:
        shell.enter("root", Secret("pw"))
        with pytest.raises(ConnectionLost) as told:
            shell.run("x", writes=writes)
        assert told.value.written == writes
        with pytest.raises(ConnectionLost) as told:  # not logged in any more: nothing was sent
            shell.run("x", writes=True)
        assert not told.value.written


def wait(channel: paramiko.Channel, command: str) -> None:
    """Never answer."""
    time.sleep(3)


def test_a_command_that_does_not_end_is_cut_off() -> None:
    with serving(answer=wait) as (url, _), to(url) as shell:
        shell.enter("root", Secret("pw"))
        with pytest.raises(RouterSilent):
            shell.run("x", seconds=0.2)
        shell.enter("root", Secret("pw"))
        with pytest.raises(ConnectionLost):
            shell.run("x", seconds=0.2, writes=True)


class Hanging(Server):
    """Says nothing more to one kind of request until it is let go."""

    def __init__(self, at: str, over: threading.Event) -> None:
        super().__init__("pw", in_a_shell)
        self.at, self.over = at, over

    def check_auth_password(self, username: str, password: str) -> int:
        if self.at == "login":
            self.over.wait(10)
        return super().check_auth_password(username, password)

    def check_channel_exec_request(self, channel: paramiko.Channel, command: bytes) -> bool:
        self.over.wait(10)
        return False


@pytest.mark.parametrize(("at", "writes"), [("login", False), ("command", False), ("command", True)])
def test_silence_is_neither_a_refusal_nor_waited_for_without_end(at: str, writes: bool) -> None:
    over = threading.Event()
    with serving(server=Hanging(at, over)) as (url, _), to(url, patience=0.3 if at == "login" else 3) as shell:
        try:
            with pytest.raises(ConnectionLost if writes else RouterSilent):
                logged_in(shell).run("x", seconds=0.2, writes=writes)
        finally:
            over.set()


def logged_in(shell: ShellTransport) -> ShellTransport:
    shell.enter("root", Secret("pw"))
    return shell


def packed(payload: bytes) -> bytes:
    """Frame a message as SSH does before encryption."""
    padding = 12 - (len(payload) + 5 + 4) % 8
    return struct.pack(">IB", len(payload) + padding + 1, padding) + payload + bytes(padding)


@pytest.mark.parametrize(
    "payload",
    [b"\x14" + b"x" * 16 + b"\x00\x00\x00\x02\xff\xfe" * 10 + bytes(5), b"\x14short", b"", b"\x01\x00\x00"],
)
def test_malformed_messages_of_a_server_are_not_our_fault(payload: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def speak() -> None:
            wire, _ = listener.accept()
            with wire, contextlib.suppress(OSError):
                wire.sendall(b"SSH-2.0-x\r\n" + packed(payload))
                while wire.recv(65536):
                    pass

        thread = threading.Thread(target=speak, daemon=True)
        thread.start()
        url = f"ssh://127.0.0.1:{listener.getsockname()[1]}"
        with to(url, patience=0.5) as shell, pytest.raises((BadAnswer, ConnectionLost, RouterSilent)):
            shell.greet()
        thread.join(5)


def test_the_deadline_of_the_run_holds() -> None:
    with serving(answer=wait) as (url, _), to(url, Deadline(0.6)) as shell:
        shell.enter("root", Secret("pw"))
        with pytest.raises(DeadlinePassed):
            shell.run("x", seconds=20)


def test_endless_output_is_refused() -> None:
    with serving(answer=flood) as (url, _), to(url) as shell:
        shell.enter("root", Secret("pw"))
        with pytest.raises(BadAnswer):
            shell.run("x")


def test_no_secret_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with serving("hush-hush") as (url, _), to(url) as shell:
        shell.enter("root", Secret("hush-hush"))
        shell.run("true hush-hush", b"hush-hush", label="a label")
    assert "a label" in caplog.text
    assert "hush-hush" not in caplog.text


def test_paramiko_is_imported_only_when_needed() -> None:
    code = "import sys, routercfg.transport.shell, routercfg.vendors.openwrt; print('paramiko' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, timeout=30)
    assert done.stdout == "False\n"


@pytest.mark.skipif(not (shutil.which("dropbear") and shutil.which("dropbearkey")), reason="needs dropbear")
def test_a_real_dropbear_is_greeted(tmp_path: Path, free_port: Callable[[], int]) -> None:
    port, key = free_port(), tmp_path / "key"
    subprocess.run(["dropbearkey", "-t", "ed25519", "-f", key], check=True, capture_output=True)
    words = ["dropbear", "-F", "-E", "-p", f"127.0.0.1:{port}", "-r", str(key), "-P", str(tmp_path / "pid")]
    with running(words, port), to(f"ssh://127.0.0.1:{port}", fingerprint=None, accept=lambda seen: True) as shell:
        assert "dropbear" in shell.greet()
        assert not shell.legacy
        with pytest.raises(WrongPassword):
            shell.enter("nobody-here", None)


@pytest.mark.skipif(not os.access("/usr/sbin/sshd", os.X_OK), reason="needs sshd")
def test_a_real_server_with_only_sha1_is_greeted(tmp_path: Path, free_port: Callable[[], int]) -> None:
    port, key = free_port(), tmp_path / "key"
    KEY.write_private_key_file(str(key))
    wishes = {"KexAlgorithms": "diffie-hellman-group14-sha1", "HostKeyAlgorithms": "ssh-rsa", "Macs": "hmac-sha1"}
    words = ["/usr/sbin/sshd", "-D", "-e", "-f", "/dev/null", "-p", str(port), "-h", str(key)]
    words += ["-oListenAddress=127.0.0.1", f"-oPidFile={tmp_path}/pid", "-oUsePAM=no"]
    words += [f"-o{name}={value}" for name, value in wishes.items()]
    with running(words, port), to(f"ssh://127.0.0.1:{port}") as shell:
        assert "OpenSSH" in shell.greet()
        assert shell.legacy


@pytest.mark.skipif(not os.access("/usr/sbin/sshd", os.X_OK), reason="needs sshd")
@pytest.mark.parametrize(
    ("kind", "signed"), [("ed25519", "ssh-ed25519"), ("ecdsa", "ecdsa-sha2-nistp256"), ("rsa", "rsa-sha2-256")]
)
def test_a_real_server_with_only_modern_algorithms_is_greeted_at_once(
    kind: str, signed: str, tmp_path: Path, free_port: Callable[[], int]
) -> None:
    """As dropbear 2025.87 in the newest Merlin: neither SHA-1 nor ssh-rsa [asus.md 8.2]."""
    port, key = free_port(), tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", str(key)], check=True)
    wishes = {"KexAlgorithms": "curve25519-sha256,ecdh-sha2-nistp256", "HostKeyAlgorithms": signed}
    wishes |= {"Macs": "hmac-sha2-256", "Ciphers": "aes256-ctr,aes128-ctr"}
    words = ["/usr/sbin/sshd", "-D", "-e", "-f", "/dev/null", "-p", str(port), "-h", str(key)]
    words += ["-oListenAddress=127.0.0.1", f"-oPidFile={tmp_path}/pid", "-oUsePAM=no"]
    words += [f"-o{name}={value}" for name, value in wishes.items()]
    with running(words, port), to(f"ssh://127.0.0.1:{port}", fingerprint=None, accept=lambda seen: True) as shell:
        assert "OpenSSH" in shell.greet()
        assert (shell.legacy, shell.connections) == (False, 1)


@contextlib.contextmanager
def running(words: list[str], port: int) -> Iterator[None]:
    """Run a server until its port answers, and end it."""
    if words[0].endswith("sshd"):
        with contextlib.suppress(OSError):
            Path("/run/sshd").mkdir(exist_ok=True)
    server = subprocess.Popen(words, stderr=subprocess.PIPE)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            if server.poll() is not None:
                pytest.skip(f"{words[0]} does not start here: {server.stderr.read()[-200:]!r}")  # type: ignore[union-attr]
            time.sleep(0.02)
        yield
    finally:
        server.terminate()
        server.communicate(timeout=5)
