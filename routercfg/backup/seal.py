"""Sealing a backup with a passphrase: the age format, version 1, which ``age -d`` opens as well."""

from __future__ import annotations

import re
from typing import Final

from routercfg.errors import BackupDamaged, Part, PassphraseWrong
from routercfg.secret import Secret

MARK: Final = b"age-encryption.org/v1\n"
HEAVIEST: Final = 21
"""The largest work factor that is tried: 2^21 · 1 KiB, 2 GiB of memory. A file from elsewhere may ask for more."""

_STANZA: Final = re.compile(rb"-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)\n")
_WRONG: Final = ("Decryption failed", "Failed to decrypt", "No matching keys")
_HEAVY: Final = "xcessive work"


def is_sealed(raw: bytes) -> bool:
    """Say whether these bytes begin as age does."""
    return raw.startswith(MARK)


def seal(raw: bytes, passphrase: Secret) -> bytes:
    """Seal with a passphrase. Twice the same gives different bytes: each seal has a salt of its own."""
    from pyrage import passphrase as age

    sealed: bytes = age.encrypt(raw, passphrase.reveal())
    return sealed


def unseal(raw: bytes, passphrase: Secret, file: str = "—") -> bytes:
    """Open what was sealed. Raises PassphraseWrong; BackupDamaged for a cut, changed or unreasonably heavy seal."""
    import pyrage
    from pyrage import passphrase as age

    stanza = _STANZA.match(raw, len(MARK))
    if stanza is None:
        raise BackupDamaged(file=file, detail=Part("backup.bad.seal"))
    if int(stanza[1]) > HEAVIEST:
        raise BackupDamaged(file=file, detail=Part("backup.bad.heavy"))
    try:
        plain: bytes = age.decrypt(raw, passphrase.reveal())
    except pyrage.DecryptError as refused:
        word = str(refused)
        if word.startswith(_WRONG):
            raise PassphraseWrong(file=file) from None
        raise BackupDamaged(
            file=file, detail=Part("backup.bad.heavy" if _HEAVY in word else "backup.bad.seal")
        ) from None
    return plain
