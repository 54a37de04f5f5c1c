"""Taking a backup of a router, making one of a vendor's file, and opening one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from routercfg.backup import disk
from routercfg.backup.content import Backup, Moment, Own, compose, moment, serial_of
from routercfg.backup.format import decode, encode
from routercfg.backup.seal import is_sealed, seal, unseal
from routercfg.backup.store import LARGEST, Entry, Store, router_key
from routercfg.device import Driver, Facts, Keeper, Tell
from routercfg.errors import BackupSealed, BackupUnusable, BadAnswer, NoRouter, NotSuited, SessionLost, SettingRefused
from routercfg.secret import Secret
from routercfg.settings import BANDS, Settings


@dataclass(frozen=True, slots=True)
class Safe:
    """Where backups go and how: the store, the passphrase (None: not sealed), and the settings that were applied.

    ``place`` names the router where it tells neither MAC nor serial number.
    """

    store: Store
    passphrase: Secret | None = None
    known: Settings = field(default_factory=Settings)
    place: str = ""

    def keep(self, backup: Backup) -> Entry:
        """Put a backup into the store. Raises BackupUnwritten, RouterHeld."""
        router = router_key(backup.identity, backup.serial, self.place)
        raw = closed(backup, self.passphrase)
        return self.store.add(raw, router, backup.moment, backup.identity.model, sealed=self.passphrase is not None)


def made(driver: Driver, facts: Facts, safe: Safe, tell: Tell) -> Backup:
    """Make a backup of what was just read, with the router's own file where its driver can fetch one."""
    last = safe.store.newest(router_key(facts.identity, serial_of(facts.native), safe.place))
    return compose(facts, moment(last.time if last else None), safe.known, own_file(driver, tell))


def take(driver: Driver, facts: Facts, safe: Safe, tell: Tell) -> Entry:
    """Take a backup of what was just read, put it into the store, and say where it is.

    Raises BackupUnwritten (also when what was written does not read back), RouterHeld, DeadlinePassed.
    """
    entry = safe.keep(made(driver, facts, safe, tell))
    tell("backup.taken", {"file": str(entry.file)})
    return entry


def closed(backup: Backup, passphrase: Secret | None) -> bytes:
    """Give a backup's bytes, sealed when there is a passphrase."""
    raw = encode(backup)
    return raw if passphrase is None else seal(raw, passphrase)


def opened(raw: bytes, passphrase: Secret | None, file: str) -> Backup:
    """Open and check a backup. Raises BackupSealed, PassphraseWrong, BackupDamaged, BackupNewer."""
    if is_sealed(raw):
        if passphrase is None:
            raise BackupSealed(file=file)
        raw = unseal(raw, passphrase, file)
    return decode(raw, file)


def own_file(driver: Driver, tell: Tell) -> Own | None:
    """Fetch the router's own settings file, where its driver can, and look whether we can read it."""
    if not isinstance(driver, Keeper):
        return None
    try:
        found = driver.own_file()
    except (BadAnswer, NoRouter, NotSuited, SessionLost, SettingRefused) as broken:
        tell("backup.own-missing", {"why": broken})
        return None
    if found is None:
        return None
    name, content = found
    own = Own(name, content)
    try:
        return replace(own, layout=_layout(content, driver.identity.model))
    except BackupUnusable as odd:
        tell("backup.own-odd", {"why": odd})
        return own


def _layout(content: bytes, product: str) -> str:
    from routercfg.vendors.files import read

    return read(content, product).layout


def from_file(file: Path, raw: bytes, product: str, when: Moment) -> Backup:
    """Make a backup of a vendor's settings file. Raises FileUnknown, FileUndecodable."""
    from routercfg.vendors.files import read

    try:
        found = read(raw, product)
    except BackupUnusable as bad:
        raise type(bad)(**{**bad.details, "file": file.name}) from None
    bands = tuple(band for band in BANDS if any(path.startswith(f"wifi.bands.{band}.") for path in found.settings))
    facts = Facts(found.identity, found.settings, bands, found.native)
    return compose(facts, when, own=Own(file.name, raw, found.layout), origin="file")


def load(file: Path, passphrase: Secret | None) -> Backup:
    """Open a backup that lies anywhere. Raises BackupAbsent and what ``opened`` raises."""
    return opened(disk.read(file, LARGEST), passphrase, file.name)
