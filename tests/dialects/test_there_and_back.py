"""Values through the two dialects that speak in plain URLs and plain JSON: sent, understood by a router, read back.

The others have theirs in their own files: ``test_tplink_objects`` and ``test_tplink_gdpr`` (``/cgi``, ``/cgi_gdpr``,
JSON), ``test_tplink_luci_variants`` (all six of the blue interface), ``test_tplink_cli``, ``test_openwrt_uci``,
``test_asus_shell``, ``test_asus_login`` (the old form).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, unquote

from hypothesis import example, given
from hypothesis import strategies as st

from routercfg.clock import Deadline
from routercfg.dialects import asus_web, userrpm
from routercfg.dialects.userrpm import Session
from routercfg.dialects.userrpm_arrays import read_array
from routercfg.transport import converse
from routercfg.transport.loop import LoopTransport
from routercfg.wire import Ask, Reply

NASTY = "& = + % # \" ' \\ < > ; / @ Жека"
FAKE = 'Net"; var wlanPara = new Array("x", 1 );'
VALUE = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=63) | st.sampled_from([NASTY, FAKE])


def escaped(text: str) -> str:
    """Write a string as the pages were seen to [observed-tplink-wr1043nd §HTTP]."""
    return '"' + "".join(f"\\{sign}" if sign in '"<>\\' else sign for sign in text) + '"'


@given(st.dictionaries(st.sampled_from(["ssid1", "pskSecret", "acc", "L2TPServerName"]), VALUE, min_size=1))
@example({"acc": FAKE, "ssid1": NASTY})
def test_green_pages(words: Mapping[str, str]) -> None:
    """The query is what a browser's form would be; the page shows the values in arrays, one after the other."""
    kept: dict[str, str] = {}

    def router(ask: Ask) -> Reply:
        path, _, query = ask.target.partition("?")
        assert path == "/KEY/userRpm/X.htm"
        assert query.isascii()
        if ask.writes:
            kept.update(parse_qsl(query, keep_blank_values=True, strict_parsing=True))
        rows = "".join(f"var {name}Para = new Array(\n{escaped(text)},\n0,0 );\n" for name, text in kept.items())
        return Reply(200, (), f"<script>\n{rows}var wlanPara = new Array(7, 0,0 );\n</script></form>".encode())

    line = LoopTransport(router, Deadline(60))
    session = Session("http://192.168.0.1", ("Cookie", "Authorization=x"), "/KEY")
    converse(line, userrpm.save(session, "X.htm", words))
    page = converse(line, userrpm.fetch(session, "X.htm")) or ""
    assert {name: (read_array(page, f"{name}Para", "X.htm") or ("",))[0] for name in words} == dict(words)
    assert read_array(page, "wlanPara", "X.htm") == ("7", "0", "0")


KEYS = ("wan0_pppoe_username", "wan0_pppoe_passwd", "wl0_ssid", "wl0_wpa_psk")
SHORT = VALUE.filter(lambda text: len(text.encode()) <= 32)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, SHORT)).filter(bool))
def test_asus_web(words: Mapping[str, str]) -> None:
    """The body is percent-decoded, then parsed as JSON; free texts are told back byte by byte [asus.md 4.1, 5.2]."""
    nvram: dict[str, str] = {}

    def router(ask: Ask) -> Reply:
        body = unquote(ask.body.decode("ascii"))
        if ask.target == "/applyapp.cgi":
            fields = json.loads(body)
            assert "\n" not in body
            nvram.update((key, text) for key, text in fields.items() if key in KEYS)
            return Reply(200, (), json.dumps({"modify": "1", "run_service": "no"}).encode())
        told = ",\n".join(f'"{key}":"{quote(nvram[key], safe="")}"' for key in words)
        return Reply(200, (), f"{{\n{told}\n}}\n".encode())

    line = LoopTransport(router, Deadline(60))
    session = asus_web.session_of("asus_token=1")
    converse(line, asus_web.apply(session, words))
    assert nvram == dict(words)
    assert converse(line, asus_web.read(session, tuple(words))).values == dict(words)
