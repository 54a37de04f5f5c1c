"""The green pages as bytes: script arrays, forms, error and restart pages, and the answers around them.

Sources: [observed-tplink-wr1043nd §HTTP, §Pages], which wins, and [tplink-legacy 1.3 "Page format", 1.5, 1.11]. The
HTML around the arrays is our own; the names of inputs, and which array item a page's script puts into which input, are
the firmware's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

Item: TypeAlias = int | str
"""An array's item: numbers stand bare, texts in quotes."""

_REASONS: Final = {200: "OK", 401: "N/A", 501: "Not Implemented"}
_SERVER: Final = "Router Webserver"
HTML: Final = "text/html"
BINARY: Final = "x-bin/octet-stream"

NO_AUTHORITY: Final = b"<hr><h1><B>You have no authority to access this router!</B></h1><hr>"
STRANGER: Final = b"<html><head><title>Welcome</title></head><body>It works!</body></html>"


@dataclass(frozen=True, slots=True)
class Array:
    """One ``var NAME = new Array(…)``; ``wide`` puts all items on one line, as status pages do."""

    name: str
    items: tuple[Item, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One input of a form.

    ``kind`` is text, password, hidden, checkbox, radio or select; ``values`` are a checkbox's, a radio's or a select's
    values, or a hidden input's fixed one. ``source`` is the array item that the page's script puts in, such as
    ``DHCPPara[1]``; empty when there is none. ``drawn`` inputs are not in the page's HTML: a script writes them.
    """

    name: str
    kind: str = "text"
    source: str = ""
    values: tuple[str, ...] = ()
    longest: int = 0
    drawn: bool = False


def number(text: str) -> int:
    """Give a stored text as the number that stands bare in an array; what is none counts as 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def escape(text: str) -> str:
    r"""Escape a text as the arrays do: ``\"``, ``\<``, ``\>`` and ``\\`` [observed-tplink-wr1043nd §HTTP]."""
    return "".join("\\" + letter if letter in '"<>\\' else letter for letter in text)


def script(array: Array) -> str:
    """Write one array as a script block of its own, with the two zeros that end every list."""
    items = [str(item) if isinstance(item, int) else f'"{escape(item)}"' for item in array.items]
    lines = ([", ".join(items) + ","] if items else []) if array.wide else [item + "," for item in items]
    body = "\n".join([f"var {array.name} = new Array(", *lines, "0,0 );"])
    return f'<SCRIPT language="javascript" type="text/javascript">\n{body}\n</SCRIPT>\n'


def _input(field: Field) -> str:
    if field.kind == "select":
        options = "".join(f'<OPTION value="{value}">{value}</OPTION>' for value in field.values)
        return f'<SELECT name="{field.name}">{options}</SELECT>'
    longest = f' maxlength="{field.longest}"' if field.longest else ""
    values = field.values or ("",)
    tags = [f'<INPUT type="{field.kind}" name="{field.name}" value="{value}"{longest}>' for value in values]
    return "".join(tags)


def _draw(field: Field) -> str:
    tag = _input(field)
    if not field.drawn:
        return tag + "\n"
    inside = tag.replace("/", "\\/").replace('"', '\\"')
    return f'<SCRIPT type="text/javascript">document.write("{inside}");</SCRIPT>\n'


def _fill(field: Field) -> str:
    """Give the script line that puts an array's item into an input."""
    if not field.source:
        return ""
    place = f"document.forms[0].{field.name}"
    if field.kind == "checkbox":
        return f"{place}.checked = {field.source};\n"
    if field.kind == "radio":
        lines = [f'{place}[{at}].checked = ({field.source} == "{value}");' for at, value in enumerate(field.values)]
        return "\n".join(lines) + "\n"
    return f"{place}.value = {field.source};\n"


def form_page(title: str, arrays: Iterable[Array], action: str, fields: Sequence[Field], more: str = "") -> bytes:
    """Give a page with a form; ``more`` is HTML inside the form, before the button."""
    inputs = "".join(_draw(field) for field in fields)
    button = '<INPUT type="submit" name="Save" value="Save">\n'
    opening = f'<FORM action="{action}" enctype="multipart/form-data" method="get">\n'
    fill = "".join(_fill(field) for field in fields)
    tail = f'<SCRIPT type="text/javascript">\n{fill}</SCRIPT>\n' if fill else ""
    return page(title, arrays, f"{opening}{inputs}{more}{button}</FORM>\n", tail)


def page(title: str, arrays: Iterable[Array] = (), body: str = "", tail: str = "") -> bytes:
    """Give a page: arrays first, then the static part, then ``tail`` behind the document."""
    head = '<META http-equiv=Content-Type content="text/html; charset=iso-8859-1">\n'
    blocks = "".join(script(array) for array in arrays)
    text = f"<HTML><HEAD><TITLE>{title}</TITLE>\n{blocks}{head}</HEAD>\n<BODY>\n{body}</BODY></HTML>\n{tail}"
    return text.encode("utf-8", "surrogateescape")


def jump(target: str, *, parent: bool = False) -> bytes:
    """Give the small page whose script goes elsewhere; it has no title [observed-tplink-wr1043nd part 3]."""
    window = "window.parent." if parent else ""
    return (
        f'<body><script language="javaScript">{window}location.href = "{target}";\n</script></body></html>\n'.encode()
    )


def error_page(title: str, code: str) -> bytes:
    """Give the page that refuses a save: status 200 and ``errCode`` [observed-tplink-wr1043nd §HTTP, part 5]."""
    lines = f'<SCRIPT type="text/javascript">\nvar errCode = "{code}";\nvar errNum = 0;\n</SCRIPT>\n'
    return page(title, (), f'{lines}<INPUT name="Back" type="button" value="Back">\n')


def response(status: int, body: bytes, realm: str = "", kind: str = HTML) -> bytes:
    """Give a whole answer: no length, the connection closes; the realm stands in every answer of a Basic build."""
    lines = [f"HTTP/1.1 {status} {_REASONS[status]}", f"Server: {_SERVER}", "Connection: close"]
    if realm:
        lines.append(f'WWW-Authenticate: Basic realm="{realm}"')
    lines.append(f"Content-Type: {kind}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body
