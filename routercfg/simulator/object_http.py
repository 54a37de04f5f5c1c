"""Requests and answers of the object interface as bytes.

Source: [observed-tplink-wr841n-v14 §Login, §Sessions, parts 7 to 11].
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from routercfg.wire import Ask

HTML: Final = "text/html; charset=utf-8"
TEXT: Final = "text/plain; charset=utf-8"
SCRIPT: Final = "text/javascript; charset=utf-8"
BYTES: Final = "application/octet-stream; charset=utf-8"
_REASONS: Final = {
    200: "OK",
    403: "Forbidden",
    404: "Not Found",
    406: "Not Acceptable",
    500: "Internal Server Error",
}


def header(ask: Ask, name: str) -> str:
    """Give a header's text, or an empty one."""
    return next((text for key, text in ask.headers if key.lower() == name), "")


def cookie(ask: Ask, name: str) -> str:
    """Give a cookie's text as it came, or an empty one. It may hold a blank, and quotes around it are taken off."""
    found = re.search(rf"(?:^|;\s*){name}=([^;]*)", header(ask, "cookie"))
    return found[1].strip().strip('"') if found else ""


def comes_from(ask: Ask, lan: str) -> bool:
    """Tell whether the Referer is a page of this router; whatever else it is or lacks, the answer is 403."""
    return urlsplit(header(ask, "referer")).netloc in {header(ask, "host"), lan}


def reply(status: int, body: bytes | str = b"", kind: str = HTML, more: Iterable[tuple[str, str]] = ()) -> bytes:
    """Give a whole answer that tells its length; the connection closes behind it."""
    raw = body if isinstance(body, bytes) else body.encode("utf-8", "surrogateescape")
    lines = [f"HTTP/1.1 {status} {_REASONS[status]}", f"Content-Type: {kind}", f"Content-Length: {len(raw)}"]
    lines += ["Connection: close", *(f"{name}: {text}" for name, text in more)]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + raw


def error(status: int) -> bytes:
    """Give an error page: 106 bytes of HTML for 403 and 404, nothing at all for 500."""
    title = f"{status} {_REASONS[status]}"
    page = f"<html><head><title>{title}</title></head><body><center><h1>{title}</h1></center></body></html>"
    return reply(status, "" if status == 500 else page)


def chunk(text: str) -> bytes:
    """Give one chunk and the end of chunks.

    The firmware sends this without any HTTP head where it gives up in the middle of a request
    [observed-tplink-wr841n-v14 §Sessions: a wrong password; part 7: a count that is too large].
    """
    raw = text.encode("ascii")
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(raw), raw)


def chunked(text: str, more: Iterable[tuple[str, str]] = ()) -> bytes:
    """Give an answer in chunks, as the envelope's normally come."""
    lines = ["HTTP/1.1 200 OK", f"Content-Type: {TEXT}", "Transfer-Encoding: chunked", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in more]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + chunk(text)


def file_of(ask: Ask) -> bytes | None:
    """Give the file in a multipart body, whatever its part is called (the page's own name is not known)."""
    found = re.search(r'multipart/form-data;.*boundary="?([^";]+)', header(ask, "content-type"), re.IGNORECASE)
    if found is None:
        return None
    for piece in ask.body.split(b"--" + found[1].encode("latin-1"))[1:]:
        head, blank, content = piece.partition(b"\r\n\r\n")
        if blank and b"filename=" in head:
            return content.removesuffix(b"\r\n")
    return None
