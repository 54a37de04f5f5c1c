r"""The text inside ``conf.bin``: a tree of objects with attributes, close to XML and not quite it.

``<SSID val=Home />`` is an attribute of the object around it; values with blanks stand in double quotes, others bare.
An object that there may be several of carries ``instance=1``, and behind the last of them one says which number comes
next. What is at its default is left out. [tplink-web §6.1 XML schema; a published conf.xml of a TL-WR850N, 41722906106]
"""

from __future__ import annotations

import html
import re
from typing import Final

from routercfg.errors import FileUndecodable, Part

ROOT: Final = "DslCpeConfig"

_TAG: Final = re.compile(
    r'<([\w.:-]+)\s+val=(?:"([^"<>]*)"\s*|([^<>]*))/>'  # an attribute
    r'|<(/?)([\w.:-]+)((?:\s+[\w:-]+=(?:"[^"<>]*"|[^\s"<>]*))*)\s*(/?)>'  # an object's beginning or end
)
_PAIR: Final = re.compile(r'([\w:-]+)=(?:"([^"]*)"|(\S*))')
_DEEPEST: Final = 32

Objects = dict[str, dict[str, str]]


def unescape(text: str) -> str:
    """Give text whose entities are written out; a number no character has, however long, stays as it stands."""
    return re.sub(r"&(?:#x?[0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});", lambda found: html.unescape(found[0]), text)


def objects(xml: bytes) -> Objects:
    r"""Give each object's attributes by its path, ``InternetGatewayDevice.LANDevice.1.WLANConfiguration.1``.

    Objects without attributes are left out. What is not UTF-8 comes as lone surrogates. Raises FileUndecodable when
    tags do not fit each other.

    >>> objects(b'<DslCpeConfig>\n<Time>\n<LocalTimeZone val=+03:00 />\n</Time>\n</DslCpeConfig>')
    {'Time': {'LocalTimeZone': '+03:00'}}
    """
    text = xml.rstrip(b"\0").decode("utf-8", "surrogateescape")
    found: Objects = {}
    opened: list[tuple[str, str]] = []  # name of the tag, what it adds to the path
    for name, quoted, bare, close, tag, rest, alone in _TAG.findall(text):
        if name:
            found.setdefault(".".join(step for _, step in opened if step) or ROOT, {})[name] = unescape(
                quoted or bare.rstrip()
            )
        elif close:
            if not opened or opened.pop()[0] != tag:
                raise _bad(Part("decode.xml-tag", (("name", tag),)))
        elif not alone:
            opened.append((tag, "" if tag == ROOT else _step(tag, rest)))
            if len(opened) > _DEEPEST:
                raise _bad(Part("decode.xml-tag", (("name", tag),)))
    if opened or not found:
        raise _bad(Part("decode.xml-end"))
    return found


def _step(tag: str, rest: str) -> str:
    """Give what a tag adds to the path: its name, and which of several it is."""
    told = {name: unescape(quoted or bare) for name, quoted, bare in _PAIR.findall(rest)}
    return ".".join([tag, *(told[which] for which in ("instance", "name") if which in told)])


def _bad(detail: Part) -> FileUndecodable:
    return FileUndecodable(layout=Part("decode.layout.tplink-conf-xml"), detail=detail)
