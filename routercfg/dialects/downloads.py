"""Settings files as routers hand them out, told apart from what comes instead, often with status 200 too."""

from __future__ import annotations

import re
from typing import Final

from routercfg.errors import BadAnswer, Part
from routercfg.wire import Reply

_PAGE: Final = re.compile(rb'\s*(<(html|!doctype|head|script|meta|title)|\{\s*")', re.IGNORECASE)
_NAMED: Final = re.compile(r'filename="?([^";]+)')


def downloaded(reply: Reply, page: str) -> bytes:
    """Give the file. Raises BadAnswer for a refusal, an empty answer, and a page instead (a login page, say)."""
    if reply.status == 200 and reply.body and not _PAGE.match(reply.body):
        return reply.body
    raise BadAnswer(page=page, detail=Part("reason.no-settings-file", (("status", reply.status),)))


def file_name(reply: Reply, otherwise: str) -> str:
    """Give the name that the router gives its file, if it does."""
    named = _NAMED.search(reply.header("Content-Disposition") or "")
    return named[1] if named else otherwise
