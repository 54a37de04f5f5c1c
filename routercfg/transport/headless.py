"""Answers without a head: some TP-Link firmware leaves out status line and headers and begins with a chunk's size.

Archer C20 v4, C50 and WR841N do so now and then with good answers, the WR841N v14 always with a wrong password
[observed-tplink-wr841n-v14 §Sessions; tplink-web §7.1 trap 12]. The standard library takes the size for a broken status
line and throws the answer away.
"""

from __future__ import annotations

import http.client
import logging
import re
from typing import Final

_CHUNK: Final = re.compile(rb"[0-9A-Fa-f]{1,6}\r?\n")
_START: Final = b"HTTP/"
_SUCCESS: Final = 200

# About headers it cannot read the library warns with the whole URL, where old green pages have passwords.
logging.getLogger("urllib3").setLevel(logging.ERROR)


class HeadlessResponse(http.client.HTTPResponse):
    """An HTTP response that may begin with its first chunk; status 200 and no headers are then made up."""

    def begin(self) -> None:
        """Read status and headers, unless the answer begins with the size of a chunk instead."""
        first = bytes(self.fp.peek(len(_START)))
        if _START.startswith(first[: len(_START)]) or not _CHUNK.match(first):
            super().begin()
            return
        self.version, self.code, self.status, self.reason = 10, _SUCCESS, _SUCCESS, ""
        self.headers = self.msg = http.client.HTTPMessage()
        self.headers["Transfer-Encoding"] = "chunked"
        self.chunked, self.chunk_left, self.length, self.will_close = True, None, None, True
