import pytest
from hypothesis import given
from hypothesis import strategies as st

from routercfg.dialects.tplink_crypto import (
    Aes,
    PublicKey,
    login_hash,
    parse_key,
    rsa_nul,
    rsa_pieces,
    rsa_pkcs1,
)
from routercfg.errors import BadAnswer

# The test key and the vectors of tplink-web §2A.3 and §2C.2.
N = (
    "B10144F13040E970602E5BD195C58BF1B1E243C85545E64C20FC0A50D82889DD"
    "D629B8EC6587BB413BA3D079416876CDC74FF42B243D57986ED72E1030894587"
)
D = (
    "112B5359A5D9960B2D7931B4D9B748C4D001679BC611BAAE05C10CEB1C9C8A0A"
    "CE4AF61C5AC37F287C980E5710E34412C27E7BD02A930E15A7AA477C00B17191"
)
KEY = PublicKey(int(N, 16), 65537, 64)
AES = Aes("1234567890123456", "6543210987654321")


def decrypt(block: str) -> bytes:
    return pow(int(block, 16), int(D, 16), int(N, 16)).to_bytes(64)


def unpad(block: str) -> bytes:
    raw = decrypt(block)
    assert raw[:2] == b"\x00\x02"
    noise, _, message = raw[2:].partition(b"\x00")
    assert len(noise) >= 8
    return message


def test_the_password_hash_is_that_of_the_reference() -> None:
    assert login_hash("Secret123") == "35727668067dd5995a140ce71a292e1c"


def test_a_body_encrypts_as_in_the_reference() -> None:
    assert AES.seal(b"operation=read") == "oQqKW5GCl0amLOvltfa+yg=="


def test_an_answer_decrypts_as_in_the_reference() -> None:
    sealed = (
        "wHGV7y7rkX9t4wcaAuPV8l13TfIXePS37ZqEn+ix5j/T+f72kBsfQ6ubqxfr/Av5AhgyO2o8o6A3Uhi77XUqxhkbNe9k4vnaurwuddWRHiY="
    )
    assert AES.open(sealed, "x") == b'{"success":true,"data":{"stok":"0123456789abcdef0123456789abcdef"}}'


def test_textbook_rsa_is_that_of_the_reference() -> None:
    sign = "h=35727668067dd5995a140ce71a292e1c&s=488263311"
    assert rsa_nul(sign.encode(), KEY) == (
        "41c5ef5a9f7a6d79a315c9dd2b0b017ccab166321367dd8ac4c51389850ca5e9"
        "75d6472d0fe47a486475c971d6a15924eb355fcd8386dd8d804af42d9f3f57a7"
    )


@given(st.binary(max_size=53))
def test_padded_rsa_comes_back(message: bytes) -> None:
    block = rsa_pkcs1(message, KEY)
    assert len(block) == 128
    assert unpad(block) == message


def test_a_sign_text_is_cut_into_pieces_of_53() -> None:
    text = "k=1234567890123456&i=6543210987654321&h=35727668067dd5995a140ce71a292e1c&s=488263247"
    sign = rsa_pieces(text, KEY)
    assert [unpad(sign[at : at + 128]) for at in (0, 128)] == [text[:53].encode(), text[53:].encode()]
    assert len(sign) == 256


@pytest.mark.parametrize("seal", [rsa_pkcs1, rsa_nul])
def test_too_long_a_message_is_not_cut_silently(seal: object) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        seal(b"x" * 65, KEY)  # type: ignore[operator]


@given(st.binary(max_size=200))
def test_sealed_bytes_come_back(plain: bytes) -> None:
    fresh = Aes.fresh()
    assert fresh.open(fresh.seal(plain), "x") == plain


def test_fresh_keys_are_sixteen_digits_and_not_shown() -> None:
    fresh = Aes.fresh()
    assert fresh.key.isdigit()
    assert len(fresh.key) == len(fresh.vector) == 16
    assert fresh.key not in repr(fresh)
    assert fresh != Aes.fresh()


@pytest.mark.parametrize("sealed", ["", "%%%", "AAAA", "A" * 24, "oQqKW5GCl0amLOvltfa+yg", "é"])
def test_a_broken_envelope_is_named(sealed: str) -> None:
    with pytest.raises(BadAnswer, match=r"form=x"):
        AES.open(sealed, "form=x")


@pytest.mark.parametrize(
    "pair", [None, "ab", [], [N], [N, "zz"], [N + "00", "010001"], ["00" * 64, "010001"], [1, 2], {"n": N}]
)
def test_a_key_of_another_shape_or_size_is_refused(pair: object) -> None:
    with pytest.raises(BadAnswer, match="form=auth"):
        parse_key(pair, 512, "login?form=auth")


def test_a_key_is_read() -> None:
    assert parse_key([N, "010001"], 512, "x") == KEY
