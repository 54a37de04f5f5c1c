"""The essence of a page: what detection looks at, without the page.

Vendors' pages are theirs, so a recording keeps none. Kept are a few headers, the title, where the page leads, its
scripts' and inputs' names, what its scripts assign to variables, and the very words that detection looks for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from routercfg.wire import Reply

_HEADERS: Final = {
    *("server", "content-type", "location", "www-authenticate", "set-cookie"),
    *("aihomeapilevel", "httpd_aihome_ver", "model_name"),
}
# A page may be made to hurt, so what a pattern passes over has an end (or is not given back: ``*+``).
_TITLE: Final = re.compile(r"<title[^>]{0,200}>\s*([^<]{0,80})", re.IGNORECASE)
_REFRESH: Final = re.compile(r"""http-equiv=["']?refresh[^>]{0,200}?url=["']?([^"'>\s]+)""", re.IGNORECASE)
_SOURCE: Final = re.compile(r"""<(script|i?frame)\b[^>]{0,400}?\bsrc=["']?([^"'>\s]+)""", re.IGNORECASE)
_INPUT: Final = re.compile(r"<(input|select|form)\b([^>]{0,1000})>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"""\b(id|name|type|action)=["']?([\w./?=-]+)""", re.IGNORECASE)
_LITERAL: Final = r"""(?:"[^"\n]*"|'[^'\n]*'|-?\d+(?:\.\d+)?)"""
_ASSIGNED: Final = re.compile(
    rf"(?m)(?:^|[;{{}}>])[^\S\n]*+(?P<var>var\s+)?(?P<name>[A-Za-z_$][\w$]*)\s*=\s*"
    rf"(?P<value>{_LITERAL}|(?:new\s+Array\s*\(|\[)\s*+(?:{_LITERAL}\s*+,?+\s*+)*+[)\]])\s*(?:;|$)"
)
_COMMENT: Final = re.compile(r"(?m)^[^\S\n]*//.*$")
_PLAIN_LINE: Final = re.compile(r"\[[\w,#]*\]\S*|[A-Za-z_][\w.]*=.*")

# The words that `recognise` of one family or another looks for, in the order in which they are put down.
_SOUGHT: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"/webpages/",
        r"Main_Login\.asp",
        r"QIS_\w*\.(?:htm|asp|cgi)",
        r"login_v2\.cgi",
        r"[\"']error_status[\"']\s*:\s*[\"']\d+[\"']",
        r"js/(?:lib|oid_str|gdprProxy|tpEncrypt|local)\.js",
        r"frame/login\.htm",
        r"cgi/get(?:GDPR)?Parm",
        r"\b512\s*,\s*0\b",
        r"eccPubKey",
        r"\bnn\b",
        r"session_id",
        r"(?:user|login)Rpm/",
        r"LoginRpm\.htm",
        r"pcPassword",
        r"hex_md5",
        r"Base64Encoding",
        r"loginForm[\"')]*\.submit\(",
        r"/cgi-bin/luci/?[\"'>]",
        r"\bLuCI\b",
        r"stok=",
        r"Archer VR",
        r"\b(?:TL-[A-Z]{2,4}\d+[A-Z]*|Archer [A-Z]{1,2}\d+)\b",
        r"\b(?:[Hh]uawei|HUAWEI|EchoLife|HG8\d{3}\w*|ZTE|ZXHN|F6\d0|Eltex|ELTEX|NTU-?\w*|Sercomm|GPON|ONT)\b",
    )
)


def essence(reply: Reply) -> Reply:
    """Give a reply with the essence of its page; JSON and plain ``key=value`` answers stay whole."""
    headers = tuple((name, value) for name, value in reply.headers if name.lower() in _HEADERS)
    return Reply(reply.status, headers, _essence(reply.text).encode())


def _essence(text: str) -> str:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        pass
    else:
        return text
    lines = text.splitlines()
    if lines and "<" not in text and all(_PLAIN_LINE.fullmatch(line) for line in lines if line):
        return text
    return "\n".join(_parts(_COMMENT.sub("", text)))


def _parts(text: str) -> Iterator[str]:
    if "<html" in text.lower():
        yield "<html>"
    if (title := _TITLE.search(text)) is not None:
        yield f"<title>{title[1].strip()}</title>"
    if (refresh := _REFRESH.search(text)) is not None:
        yield f'<meta http-equiv=refresh content="0;url={refresh[1]}">'
    for found in _SOURCE.finditer(text):
        yield f'<{found[1].lower()} src="{found[2]}"></{found[1].lower()}>'
    for tag in _INPUT.finditer(text):
        named = " ".join(f'{name.lower()}="{value}"' for name, value in _ATTRIBUTE.findall(tag[2]))
        yield f"<{tag[1].lower()} {named}>"
    yield "<script>"
    for found in _ASSIGNED.finditer(text):
        own_name = found["value"].strip("\"'") == found["name"]
        value = re.sub(r"\s*\n\s*", " ", found["value"])
        yield f"{found['name']};" if own_name else f"{found['var'] or ''}{found['name']} = {value};"
    yield from (f"{word[0]};" for sought in _SOUGHT if (word := sought.search(text)) is not None)
    yield "</script>"
