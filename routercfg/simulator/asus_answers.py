"""The shapes of the ASUS web server's answers, header by header [observed-asus-382, transcripts].

HTTP/1.0 without a length: the end of the connection is the end of the body. "200 Ok" comes from a page, "200 OK" from a
refusal or login.cgi.
"""

from __future__ import annotations

import time
from typing import Final

from routercfg.simulator.asus_nvram import Spec
from routercfg.simulator.asus_text import Call, octets

NO_CACHE: Final = ("Cache-Control: no-cache", "Pragma: no-cache", "Expires: 0")

FRAMES: Final = ("x-frame-options: SAMEORIGIN", "x-xss-protection: 1; mode=block")


def page(spec: Spec, call: Call, body: str, content_type: str = "text/html") -> bytes:
    """Answer with what a page printed."""
    head = ["HTTP/1.0 200 Ok", *_begin(spec, call, FRAMES), *NO_CACHE, *_end(call, content_type)]
    return _join(head, octets(body))


def download(spec: Spec, call: Call, body: bytes) -> bytes:
    """Answer with a file."""
    head = ["HTTP/1.0 200 Ok", *_begin(spec, call, FRAMES), *_end(call, "application/force-download")]
    return _join(head, body)


def missing(spec: Spec, call: Call) -> bytes:
    """Answer that there is no such file."""
    return fault(spec, call, "404 Not Found")


def fault(spec: Spec, call: Call, status: str) -> bytes:
    """Answer with one of the few statuses that are not 200."""
    body = f"<HTML><HEAD><TITLE>{status}</TITLE></HEAD>\n<BODY><H4>{status}</H4></BODY></HTML>\n"
    head = [f"HTTP/1.0 {status}", *_begin(spec, call, FRAMES), "Content-Type: text/html", "Connection: close"]
    return _join(head, octets(body))


def refusal(spec: Spec, call: Call, error: int, lock_time: int | None = None) -> bytes:
    """Refuse: an app is told the number, a browser is sent to the login page whatever the reason."""
    body = error_json(spec, error, lock_time) if call.app else jump("top", "/Main_Login.asp")
    return _join(["HTTP/1.0 200 OK", *_begin(spec, call, FRAMES), *_end(call, "text/html")], octets(body))


def first_of_two(spec: Spec, call: Call) -> bytes:
    """Give the first of the two answers of a unit in factory state to a call without a token."""
    body = "{\n\n}\n" if call.app else jump("top", f"/page_default.cgi?url={call.page}")
    return _join(["HTTP/1.0 200 OK", *_begin(spec, call, FRAMES), *_end(call, "text/html")], octets(body))


def login(spec: Spec, call: Call, body: str, token: str = "") -> bytes:
    """Answer as login.cgi does: without the frame headers."""
    end = _end(call, "text/html")
    cookie = [_cookie(spec, token)] if token else []
    head = ["HTTP/1.0 200 OK", *_begin(spec, call, ()), end[0], *cookie, end[1]]
    return _join(head, octets(body))


def hand_out(spec: Spec, call: Call, token: str, target: str) -> bytes:
    """Answer as QIS_default.cgi does: a token for nothing, and on to another page."""
    end = _end(call, "text/html")
    body = (
        f"<html><head>\n<script>parent.location.href='{target}';</script>\n"
        '<meta http-equiv="Content-Type" content="text/html">\n</head></html>\n'
    )
    head = ["HTTP/1.0 200 Ok", *_begin(spec, call, ()), *NO_CACHE, end[0], _cookie(spec, token), end[1]]
    return _join(head, octets(body))


def jump(frame: str, target: str) -> str:
    """Give the little page that sends a browser on: ``top`` when refused, ``parent`` from login.cgi."""
    newline = "\n" if frame == "parent" else ""
    return f"<HTML><HEAD>{newline}<script>{frame}.location.href='{target}';</script>\n</HEAD></HTML>\n"


def error_json(
    spec: Spec, error: int, lock_time: int | None = None, *, captcha: bool = False, last: bool = False
) -> str:
    """Give the app's error object; ``captcha``: the next login needs one, ``last``: one more failure locks for good."""
    more = "" if lock_time is None else f',"remaining_lock_time":"{lock_time}"'
    if spec.generation >= 386 and error in (3, 10):
        # Told of newer builds [asus §2.2]; the exact order of the words is not verified.
        more = f',"captcha_on":"{int(captcha)}","last_time_lock_warning":"{int(last)}"'
    return f'{{\n"error_status":"{error}"{more}\n}}\n'


def _begin(spec: Spec, call: Call, frames: tuple[str, ...]) -> list[str]:
    head = ["Server: httpd/2.0", *frames]
    if call.app:
        head += ["Cache-Control: no-store", "Pragma: no-cache"]
    if call.dut:
        head += [
            f"AiHOMEAPILevel: {spec.api_level}",
            f"Httpd_AiHome_Ver: {spec.aihome}",
            f"Model_Name: {spec.productid}",
        ]
    return [*head, time.strftime("Date: %a, %d %b %Y %H:%M:%S GMT", time.gmtime())]


def _end(call: Call, content_type: str) -> list[str]:
    kind = "application/json;charset=UTF-8" if call.app else content_type
    return [f"Content-Type: {kind}", "Connection: close"]


def _cookie(spec: Spec, token: str) -> str:
    return f"Set-Cookie: {spec.cookie}={token}; HttpOnly;"


def _join(head: list[str], body: bytes) -> bytes:
    return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body
