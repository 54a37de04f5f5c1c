"""Routers that refuse, hang, lie and break: a clear error, its exit code, within the deadline."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.shell import SECRETS, Ran, here, hostile, written

Behaviour = Callable[[bytes], bytes | None]
OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
ASUS = b"HTTP/1.0 200 Ok\r\nServer: httpd/2.0\r\nModel_Name: RT-AC85P\r\nConnection: close\r\n\r\n"
INDEX = OK + b'<html><head><meta http-equiv="refresh" content="0; url=/webpages/index.html"></head></html>'
KEYS = b'{"success":true,"data":{"password":["%s","010001"],"mode":"router","username":""}}'
AUTH = b'{"success":true,"data":{"key":["%s","010001"],"seq":488263223}}'


def always(answer: bytes | None) -> Behaviour:
    return lambda request: answer


def tplink(**forms: bytes) -> Behaviour:
    """A blue interface whose login forms answer as given; the rest as a set-up router."""

    def behave(request: bytes) -> bytes:
        if request.startswith(b"GET"):
            return INDEX
        answers = {
            b"form=check_factory_default": b'{"success":true,"data":{"is_default":false}}',
            b"form=keys": KEYS % (b"C1" * 128),
            b"form=auth": AUTH % (b"B1" * 64),
            **{f"form={name}".encode(): answer for name, answer in forms.items()},
        }
        found = next((answer for form, answer in answers.items() if form in request.split(b"\r\n", 1)[0]), None)
        return OK + (found or b'{"errorcode":"no such callback","success":false}')

    return behave


def asus(**pages: bytes) -> Behaviour:
    """An ASUS router whose pages answer as given; the rest wants a login."""

    def behave(request: bytes) -> bytes:
        name = request.split(b" ", 2)[1].split(b"?")[0].strip(b"/").decode() or "root"
        answer = pages.get(name.replace(".", "_"))
        card = b"pktInfo=['','A','255.255.255.0','RT-AC85P','3.0.0.4.382','1','04:D4:C4:11:22:30',''];"
        card += b"toAPPInfo=['','','','',''];webdavInfo=['0','0','8082','0','','0.0.0.0','','1','443','0'];"
        known = {"get_webdavInfo_asp": card, "login_cgi": b'{\n"asus_token":"Qm3ZtY0a1b2c3d4e5f6g7h8i9j0KLMN"\n}\n'}
        return ASUS + (
            answer if answer is not None else known.get(name.replace(".", "_"), b'{\n"error_status":"1"\n}\n')
        )

    return behave


CASES: list[tuple[str, Behaviour, set[int]]] = [
    ("accepts and never answers", always(None), {4, 12}),
    ("closes at once", always(b""), {4}),
    ("closes in the headers", always(b"HTTP/1.1 200 OK\r\nServer: x"), {4, 5}),
    ("closes in the body", always(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<html>"), {4}),
    ("is not HTTP", always(b"SSH-2.0-dropbear_2019.78\r\n"), {4, 5}),
    ("is binary", always(bytes(range(256)) * 4), {4, 5}),
    ("is another page", always(OK + b"<html><title>Printer</title></html>"), {5}),
    ("is a provider's terminal", always(OK + b"<html><title>HG8245H</title>Huawei</html>"), {5}),
    ("answers 500", always(b"HTTP/1.1 500 Internal Server Error\r\nConnection: close\r\n\r\n"), {5}),
    (
        "answers 401",
        always(b'HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm="NETGEAR"\r\nContent-Length: 0\r\n\r\n'),
        {5},
    ),
    ("redirects away", always(b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n"), {5}),
    ("tplink: HTML for JSON", tplink(check_factory_default=b"<html>busy</html>", keys=b"<html>busy</html>"), {5}),
    ("tplink: broken JSON", tplink(keys=b'{"success":tr'), {5}),
    ("tplink: no keys at all", tplink(keys=b'{"success":true,"data":{}}'), {5}),
    ("tplink: wrong key size", tplink(keys=KEYS % b"C1", auth=AUTH % b"B1"), {5}),
    ("tplink: keys that are no numbers", tplink(keys=KEYS % (b"zz" * 128)), {5}),
    ("tplink: seq that is no number", tplink(auth=(AUTH % (b"B1" * 64)).replace(b"488263223", b'"x"')), {5}),
    ("tplink: broken base64 at login", tplink(login=b'{"data":"%%%"}'), {5, 6}),
    ("tplink: empty data at login", tplink(login=b'{"data":""}'), {5, 6}),
    ("tplink: list where a form is due", tplink(login=b"[1,2,3]"), {5, 6}),
    ("tplink: lists everywhere", tplink(check_factory_default=b"[]", keys=b"[]", auth=b"[]"), {5}),
    ("asus: login answers HTML", asus(login_cgi=b"<HTML></HTML>"), {5, 6}),
    ("asus: login answers nothing", asus(login_cgi=b""), {4, 5, 6}),
    ("asus: login answers a list", asus(login_cgi=b"[]"), {5, 6}),
    ("asus: read answers broken JSON", asus(appGet_cgi=b'{\n"wan0_proto":"ppp'), {5}),
    ("asus: read answers nothing", asus(appGet_cgi=b""), {4, 5}),
    ("asus: read answers HTML", asus(appGet_cgi=b"<html></html>"), {5, 6}),
    ("asus: card is empty", asus(get_webdavInfo_asp=b""), {4, 5, 6}),
    ("asus: card is nonsense", asus(get_webdavInfo_asp=b"pktInfo=[[[;"), {5, 6}),
]


@pytest.mark.parametrize(("behave", "codes"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_clear_error_within_the_deadline(behave: Behaviour, codes: set[int], tmp_path: Path) -> None:
    with hostile(behave) as url:
        began = time.monotonic()
        ran = here("apply", written(tmp_path), "--address", url, "--yes", "--timeout", "3")
        took = time.monotonic() - began
    assert ran.code in codes, ran.err
    assert took < 5
    clear(ran)


def clear(ran: Ran) -> None:
    """It says what happened and what to do, without a traceback or a secret."""
    assert "Error: " in ran.err
    assert "What to do: " in ran.err
    assert "Traceback" not in ran.out + ran.err
    assert not [secret for secret in SECRETS if secret in ran.out + ran.err]


def test_a_foreign_host_is_never_given_the_password(tmp_path: Path) -> None:
    asked: list[bytes] = []

    def elsewhere(request: bytes) -> bytes:
        asked.append(request)
        return OK

    with hostile(elsewhere) as other:
        away = (
            f"HTTP/1.1 302 Found\r\nLocation: {other.replace('127.0.0.1', '127.0.0.2')}/\r\nContent-Length: 0\r\n\r\n"
        )
        with hostile(always(away.encode())) as url:
            assert here("apply", written(tmp_path), "--address", url, "--yes").code == 5
    assert asked == []


def test_nobody_there(free_port: Callable[[], int], tmp_path: Path) -> None:
    ran = here("apply", written(tmp_path), "--address", f"127.0.0.1:{free_port()}", "--yes", "--lang", "ru")
    assert ran.code == 4
    assert "Что делать" in ran.err
