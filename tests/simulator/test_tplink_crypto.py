"""The router's half of the cryptography, pinned by the vectors of tplink-web 2A.3 and 2C.2."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routercfg.dialects.tplink_crypto_router import (
    KeyPair,
    account_hash,
    hmac_pieces,
    key_pair,
    open_backup,
    open_data,
    open_oaep,
    open_padded,
    open_pieces,
    seal_backup,
    seal_data,
)
from tests.simulator.tplink_client import padded, rsa
from tests.simulator.tplink_variants import oaep

KEY, IV = b"1234567890123456", b"6543210987654321"
VECTOR = KeyPair(
    int(
        "B10144F13040E970602E5BD195C58BF1B1E243C85545E64C20FC0A50D82889DD"
        "D629B8EC6587BB413BA3D079416876CDC74FF42B243D57986ED72E1030894587",
        16,
    ),
    0x10001,
    int(
        "112B5359A5D9960B2D7931B4D9B748C4D001679BC611BAAE05C10CEB1C9C8A0A"
        "CE4AF61C5AC37F287C980E5710E34412C27E7BD02A930E15A7AA477C00B17191",
        16,
    ),
)


def test_aes_vectors() -> None:
    assert seal_data(KEY, IV, b"operation=read") == "oQqKW5GCl0amLOvltfa+yg=="
    reply = b'{"success":true,"data":{"stok":"0123456789abcdef0123456789abcdef"}}'
    sealed = (
        "wHGV7y7rkX9t4wcaAuPV8l13TfIXePS37ZqEn+ix5j/T+f72kBsfQ6ubqxfr/Av5AhgyO2o8o6A3Uhi77XUqxhkbNe9k4vnaurwuddWRHiY="
    )
    assert seal_data(KEY, IV, reply) == sealed
    assert open_data(KEY, IV, sealed) == reply


def test_hash_vector() -> None:
    assert account_hash("Secret123") == "35727668067dd5995a140ce71a292e1c"
    assert account_hash("Secret123", digest="sha256") == hashlib.sha256(b"adminSecret123").hexdigest()


def test_raw_rsa_vector() -> None:
    block = bytes.fromhex(
        "41c5ef5a9f7a6d79a315c9dd2b0b017ccab166321367dd8ac4c51389850ca5e9"
        "75d6472d0fe47a486475c971d6a15924eb355fcd8386dd8d804af42d9f3f57a7"
    )
    assert VECTOR.raw(block).rstrip(b"\0") == b"h=35727668067dd5995a140ce71a292e1c&s=488263311"


@pytest.mark.parametrize(("bits", "digits"), [(512, 128), (1024, 256), (2048, 512)])
def test_keys_have_exactly_the_length_that_clients_count(bits: int, digits: int) -> None:
    n, e = key_pair(bits, "test").words()
    assert (len(n), e) == (digits, "010001")
    assert key_pair(bits, "test") is key_pair(bits, "test")


@settings(max_examples=20, deadline=None)
@given(st.binary(min_size=0, max_size=160))
def test_what_is_sealed_in_pieces_opens_whole(text: bytes) -> None:
    pair = key_pair(512, "test")
    sealed = "".join(rsa(text[at : at + 53], *pair.words()) for at in range(0, max(len(text), 1), 53))
    assert open_pieces(pair, sealed) == text


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=22), st.sampled_from([512, 1024]))
def test_oaep_blocks_open_piece_by_piece(text: bytes, bits: int) -> None:
    pair = key_pair(bits, "test")
    words = pair.words()
    assert open_oaep(pair, oaep(text, *words) + oaep(b"second", *words)) == [text, b"second"]


@pytest.mark.parametrize("sealed", ["", "zz", "00" * 63, "00" * 64, "ff" * 64])
def test_what_is_not_oaep_does_not_open(sealed: str) -> None:
    pair = key_pair(512, "test")
    assert open_oaep(pair, sealed) is None
    assert open_oaep(pair, rsa(b"k=1", *pair.words())) is None


def test_hmac_sign_is_made_of_pieces_of_53() -> None:
    first, second = (hmac.new(b"k=1&i=2", b"x" * size, "sha256").hexdigest() for size in (53, 7))
    assert hmac_pieces("k=1&i=2", "x" * 60) == first + second


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=40).map(lambda text: b"p" + text.encode().rstrip(b"\0")))
def test_padded_passwords_open(text: bytes) -> None:
    """The first byte is ASCII: one above the modulus' first byte would not survive textbook RSA at all."""
    pair = key_pair(1024, "test")
    assert open_padded(pair, padded(text, *pair.words())) == text


@pytest.mark.parametrize("sealed", ["", "xx", "00", "00" * 63, "ff" * 64, "0" * 128, " " * 128])
def test_what_is_not_sealed_does_not_open(sealed: str) -> None:
    assert open_pieces(key_pair(512, "test"), sealed) is None


@pytest.mark.parametrize("data", ["", "*", "AAAA", "oQqKW5GCl0amLOvltfa+Ag==", "ö"])
def test_broken_data_do_not_open(data: str) -> None:
    assert open_data(KEY, IV, data) is None


def test_backup_opens_again_and_in_part() -> None:
    sealed = seal_backup(b"x" * 100)
    assert len(sealed) % 16 == 0
    assert open_backup(sealed)[:100] == b"x" * 100
    assert open_backup(sealed[:40]) == b"x" * 32
