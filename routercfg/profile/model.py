"""The Profile: what the person wrote, checked, and what it means for one router."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from routercfg.errors import Fault, ProfileFault, ProfileInvalid
from routercfg.profile.cells import Cell, Cells, Findings, Reference
from routercfg.profile.checking import check
from routercfg.profile.fields import COMMON
from routercfg.profile.sealed import Prompt, Sources, fetch
from routercfg.secret import Secret
from routercfg.settings import BANDS, LEAVES, Settings, Value

_NOTHING: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class SecretNeed:
    """A secret that is not here yet: its leaf, where it comes from (env, file, prompt, keyring) and under what name."""

    path: str
    source: str
    name: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile that keeps every rule.

    ``cells`` are its values by path, with places; ``warnings`` say what may not work everywhere, each with its place.
    Secrets may still be references: ``resolve`` fetches them. A ``template`` may lack what it asks for.
    """

    name: str
    file: str
    title: str
    cells: Cells
    warnings: tuple[ProfileFault, ...] = ()
    template: bool = False

    def desired(self, vendor: str, bands: tuple[str, ...]) -> Settings:
        """Give the settings for a router of that vendor with those bands.

        Wi-Fi words common to all bands are spread over ``bands``; a band's own word wins, and a band the profile names
        is kept even if the router has none such, so that the driver can say so. Raises Fault while secrets are
        references.
        """
        values = {path: self._plain(cell) for path, cell in self.cells.items() if path in LEAVES}
        for word in COMMON:
            common = self.cells.get(f"wifi.{word}")
            for band in BANDS if common is not None else ():
                path = f"wifi.bands.{band}.{word}"
                if common is not None and band in bands and path not in values and not self._needless(band, word):
                    values[path] = self._plain(common)
        by_vendor = self.cells.get(f"dns.by_vendor.{vendor}")
        if by_vendor is not None:
            values["dns.servers"] = self._plain(by_vendor)
        return Settings(values)

    def _needless(self, band: str, word: str) -> bool:
        """Say whether a common word makes no sense on a band: the key, where the band is open by its own word."""
        security = self.cells.get(f"wifi.bands.{band}.security")
        return word == "password" and security is not None and security.value == "open"

    def _plain(self, cell: Cell) -> Value:
        if isinstance(cell.value, Reference):
            raise Fault(detail=f"{cell.path} was used before its secret was fetched")
        return cell.value

    @property
    def fallback(self) -> tuple[str, ...]:
        """Give the resolvers that checks may try; they are never written to a router."""
        cell = self.cells.get("dns.fallback")
        return cell.value if cell is not None and isinstance(cell.value, tuple) else ()

    @property
    def asks(self) -> tuple[str, ...]:
        """Give the paths that the profile wants from whoever uses it."""
        cell = self.cells.get("ask")
        return cell.value if cell is not None and isinstance(cell.value, tuple) else ()

    def credentials(self) -> tuple[str | None, Secret | None]:
        """Give the administrator's name and password as far as the profile has them (and they are fetched)."""
        name, password = self.cells.get("admin.username"), self.cells.get("admin.password")
        return (
            name.value if name is not None and isinstance(name.value, str) else None,
            password.value if password is not None and isinstance(password.value, Secret) else None,
        )

    def secrets_needed(self) -> tuple[SecretNeed, ...]:
        """Give the secrets that are not here yet."""
        return tuple(SecretNeed(cell.path, ref.source, ref.name) for cell, ref in self._references())

    def missing_secrets(self, environment: Mapping[str, str]) -> tuple[ProfileFault, ...]:
        """Say which secrets could not be fetched now, asking nobody: for ``profile validate``, as warnings."""
        sources = Sources(environment, prompt=lambda text: text)
        found = (fetch(cell, sources) for cell, ref in self._references() if ref.source in ("env", "file"))
        return tuple(each for each in found if isinstance(each, ProfileFault))

    def resolve(self, prompt: Prompt | None = None, environment: Mapping[str, str] = _NOTHING) -> Profile:
        """Give this profile with every secret fetched and held against the rules.

        ``prompt`` asks a person (None: there is nobody). Raises ProfileInvalid with all secrets that are missing or
        break a rule. What can be had without a person is fetched first, so that nobody types for nothing.
        """
        cells, findings = dict(self.cells), Findings()
        waiting = sorted(self._references(), key=lambda pair: pair[1].source == "prompt")
        for cell, reference in waiting:
            if reference.source == "prompt" and findings.faults and prompt is not None:
                break
            found = fetch(cell, Sources(environment, prompt))
            if isinstance(found, ProfileFault):
                findings.fault(found)
            else:
                cells[cell.path] = replace(cell, value=found)
        settled = Findings()
        check(cells, settled, template=self.template)
        for fault in settled.faults:
            findings.fault(fault)
        if findings.faults:
            raise ProfileInvalid(tuple(findings.faults), self.file)
        # secrets fetched from elsewhere do not lie open in the profile: keep what was said about files at loading
        warnings = (*self.warnings, *(w for w in settled.warnings if w not in self.warnings and not _about_file(w)))
        return replace(self, cells=cells, warnings=warnings)

    def _references(self) -> Iterator[tuple[Cell, Reference]]:
        for cell in self.cells.values():
            if isinstance(cell.value, Reference):
                yield cell, cell.value


def _about_file(warning: ProfileFault) -> bool:
    return warning.what.key.startswith("profile.secret.open")


def settle(file: str, cells: Cells, findings: Findings, *, template: bool) -> Profile:
    """Check merged cells and make the Profile. Raises ProfileInvalid with everything that was found."""
    check(cells, findings, template=template)
    if findings.faults:
        faults = sorted(dict.fromkeys(findings.faults), key=lambda fault: (fault.file, fault.line, fault.column))
        raise ProfileInvalid(tuple(faults), file)
    name, title = (str(cells[path].value) if path in cells else "" for path in ("name", "title"))
    return Profile(name or Path(file).stem, file, title, cells, tuple(dict.fromkeys(findings.warnings)), template)
