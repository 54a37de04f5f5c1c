"""ASUS's settings file in our words: the same rows as over the web, from nvram as it was saved."""

from __future__ import annotations

from collections.abc import Mapping

from routercfg.device import Identity
from routercfg.dialects import asus_cfg
from routercfg.dialects.asus_keys import KEYS
from routercfg.errors import Part
from routercfg.secret import Secret
from routercfg.settings import HIDDEN, Running, Settings
from routercfg.vendors.asus_gaps import running
from routercfg.vendors.asus_rows import NVRAM
from routercfg.vendors.decoded import Decoded, tidied


def read(raw: bytes) -> Decoded | None:
    """Read a settings file; None when it does not begin like one. Raises FileUndecodable."""
    if raw[:4].decode("latin-1") not in asus_cfg.MAGICS:
        return None
    file = asus_cfg.decode(raw)
    nvram = tidied(asus_cfg.words(file))
    # A key that is not there reads as empty, on the router as in its file.
    found = dict(running({NVRAM: {**dict.fromkeys(KEYS, ""), **nvram}}))
    notes: list[Part] = []
    if any(_is_masked(value) for value in found.values()):
        notes.append(Part("decode.note.masked"))
        found = {path: HIDDEN if _is_masked(value) else value for path, value in found.items()}
    if file.trailer:
        notes.append(Part("decode.note.jffs", (("size", len(file.trailer)),)))
    return Decoded(f"asus-{file.magic.lower()}", _identity(nvram), Settings(found), {NVRAM: nvram}, tuple(notes))


def _is_masked(value: Running) -> bool:
    """Say whether a secret is what ``remove_passwd=1`` puts in its place: as many x [asus §7.1]."""
    return isinstance(value, Secret) and set(value.reveal()) == {"x"}


def _identity(nvram: Mapping[str, str]) -> Identity:
    version = ".".join(nvram[key] for key in ("firmver", "buildno") if nvram.get(key))
    return Identity(
        "asus",
        "asus-web",
        model=nvram.get("odmpid") or nvram.get("productid", ""),
        firmware="_".join(word for word in (version, nvram.get("extendno", "")) if word),
        mac=nvram.get("lan_hwaddr", "").upper(),
        factory=nvram.get("x_Setting") == "0",
    )
