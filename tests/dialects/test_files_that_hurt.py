"""Settings files and helps that were made to hurt: over in seconds, with an error of ours."""

from __future__ import annotations

import time
import zlib

import pytest

from routercfg.dialects import (
    archives,
    tplink_backup,
    tplink_cli,
    tplink_conf_xml,
    tplink_objects,
    tplink_objects_login,
)
from routercfg.dialects.tplink_conf_xml import unescape
from routercfg.dialects.tplink_objects_card import Card
from routercfg.errors import BadAnswer, FileUndecodable
from routercfg.wire import Reply


def test_a_bomb_whose_layers_hold_nothing_is_counted_all_the_same() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    layer = packer.compress(archives.archive({"not-it.txt": bytes(7 << 20)})) + packer.flush()
    bomb = tplink_backup.seal(bytes(16) + archives.archive({f"{number}.bin": layer for number in range(300)}))
    began = time.monotonic()
    with pytest.raises(FileUndecodable):
        tplink_backup.decode(bomb)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "xml",
    [b"<a val=" + b" " * 120_000, b'<a b="c"' * 15_000, b"<a" + b" b=c" * 30_000, b"<a val=" + b"/" * 120_000],
    ids=["blanks", "tags", "pairs", "slashes"],
)
def test_an_xml_without_an_end_is_over_at_once(xml: bytes) -> None:
    began = time.monotonic()
    with pytest.raises(FileUndecodable):
        tplink_conf_xml.objects(xml)
    assert time.monotonic() - began < 2


def test_a_help_without_an_end_is_read_at_once() -> None:
    began = time.monotonic()
    usage = tplink_cli.learn()
    next(usage)
    usage.send("wlctl --- x\nwan --- x\n")
    usage.send("wlctl set --sec psk" + "|" * 3000 + "\nwlctl show " + " " * 20_000)
    with pytest.raises(StopIteration) as done:
        usage.send("wan set service" + " --" * 20_000)
    assert not any(done.value.value.keyed)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("line", ['a = "' + " " * 100_000 + "x", "var " * 50_000, "$.ret=" + "9" * 9000, "x" * 300_000])
def test_an_answer_of_the_object_interface_that_never_comes_to_a_point(line: str) -> None:
    began = time.monotonic()
    sheet = tplink_objects.parse_answer(f"[cgi]0\n{line}\n[error]0\n", "page")
    assert sheet.ret == 0
    assert time.monotonic() - began < 2


def test_numbers_of_the_object_interface_that_are_none() -> None:
    for text in ("[error]" + "1" * 9000, "[1,1,0,0,0,0]" + "1" * 9000 + "\n[error]0"):
        with pytest.raises(BadAnswer):
            tplink_objects.parse_answer(text, "page")


@pytest.mark.parametrize("code", ["²", "--1", "9" * 9000])
def test_a_refusal_whose_code_is_no_number(code: str) -> None:
    refusal = Reply(200, (), f'$.ret="{code}";var currForbidTime="{code}";'.encode())
    with pytest.raises(BadAnswer):
        tplink_objects_login._cookie(refusal, Card("tplink-cgi", "rsa"), lambda: refusal.text)


def test_an_entity_with_a_number_beyond_all_numbers_stays_text() -> None:
    monster = f"&#{'9' * 5000};"
    assert unescape(f"a&amp;&#65;&#x416;{monster}&nosuch;") == f"a&AЖ{monster}&nosuch;"
