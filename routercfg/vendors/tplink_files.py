"""TP-Link's settings files in our words, as far as a source tells what their words mean.

Three kinds: ``key value`` lines of the old green pages, the object tree of ``conf.bin``, and UCI as XML in the backups
of LuCI-style firmware.
"""

from __future__ import annotations

from typing import Final

from routercfg.device import Identity, Native
from routercfg.dialects import tplink_backup, tplink_conf, userrpm_file
from routercfg.dialects.tplink_conf_xml import objects
from routercfg.dialects.tplink_des import KEYS
from routercfg.dialects.tplink_uci_xml import packages
from routercfg.errors import FileUndecodable, Part
from routercfg.settings import HIDDEN, Running, Settings
from routercfg.vendors import tplink_file_objects, tplink_file_text
from routercfg.vendors.decoded import Decoded, tidied, tidy
from routercfg.vendors.rows import Row, running
from routercfg.vendors.tplink_rows import address_row

_LARGEST: Final = 0x100000  # of a text that is taken apart
_UCI: Final[tuple[Row, ...]] = (
    address_row("lan.address", "network", "lan.ipaddr"),
    address_row("lan.mask", "network", "lan.netmask"),
)
"""The one section that a source shows, ``<interface name="lan">`` with ``<ipaddr>`` [firmware.lua find_default_ip,
8664796117]; its mask is UCI's usual word. How the firmware names its WAN and its radios is in none."""


def read_backup(raw: bytes, product: str = "") -> Decoded | None:
    """Read an AES backup; None when it is none. Raises FileUndecodable."""
    backup = tplink_backup.decode(raw, product)
    if backup is None:
        return None
    layout = f"tplink-aes-{backup.layout}"
    native: dict[str, dict[str, str]] = {}
    others: list[str] = []
    for name, content in backup.members.items():
        if len(content) > _LARGEST:
            large = Part("decode.large", (("limit", _LARGEST),))
            raise FileUndecodable(layout=Part(f"decode.layout.{layout}"), detail=large)
        if content.lstrip()[:1] == b"<" and not native:
            native = {package: tidied(words) for package, words in packages(content).items()}
        elif content:
            others.append(tidy(name))
    notes = [Part("decode.note.native-only")]
    if "accountmgnt" not in native:
        notes.append(Part("decode.note.no-account"))
    if others:
        notes.append(Part("decode.note.members", (("names", ", ".join(others)),)))
    identity = Identity("tplink", "tplink-luci", model=product)
    return Decoded(layout, identity, Settings(running(_UCI, native)), native, tuple(notes))


def read_lines(raw: bytes) -> Decoded | None:
    """Read ``config.bin`` of the old green pages; None when it is none."""
    text, layout = userrpm_file.unpack(raw), "tplink-userrpm"
    if text is None:
        deflated = userrpm_file.unpack_deflated(raw)
        if deflated is None:
            return None
        text, layout = deflated.text, "tplink-userrpm-deflated"
    words = tidied(userrpm_file.words(text))
    found = tplink_file_text.settings(words)
    notes = (Part("decode.note.hashed"),) if found.get("admin.password") is HIDDEN else ()
    return Decoded(layout, Identity("tplink", "tplink-userrpm"), Settings(found), {tplink_file_text.PAGE: words}, notes)


def read_tree(raw: bytes) -> Decoded | None:
    """Read ``conf.bin``; None when no key opens it. Raises FileUndecodable."""
    conf = tplink_conf.decode(raw)
    if conf is None:
        return None
    native: Native = {page: tidied(words) for page, words in objects(conf.xml).items()}
    found: dict[str, Running] = tplink_file_objects.settings(native)
    notes = [Part("decode.note.defaults")]
    key = KEYS[conf.key]
    if not key.proven:
        notes.append(Part("decode.note.unproven-key", (("models", key.models),)))
    layout = f"tplink-des-{conf.layout}"
    return Decoded(layout, tplink_file_objects.identity(native), Settings(found), native, tuple(notes))
