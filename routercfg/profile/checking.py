"""Cells against the rules: every fault gets the place where its value was written."""

from __future__ import annotations

import re
from pathlib import Path

from routercfg import rules
from routercfg.errors import Part, ProfileFault
from routercfg.profile.cells import Cell, Cells, Findings, Reference
from routercfg.profile.fields import FIELDS, canonical
from routercfg.profile.sealed import others_can_read, secret_file
from routercfg.secret import Secret
from routercfg.settings import Kind


def check(cells: Cells, findings: Findings, *, template: bool) -> None:
    """Hold merged cells against every rule. What a ``template`` asks for and lacks is a warning only."""
    values: dict[str, object] = {}
    for path, cell in cells.items():
        if FIELDS[cell.path].about:
            continue
        broken = () if isinstance(cell.value, Reference) else rules.check(cell.path, cell.value)
        for each in broken:
            _keep(each, cell, findings)
        if all(each.warning for each in broken):
            values[path] = cell.value
    asked = {canonical(path) for path in _asked(cells)}
    for each in rules.check_together(values):
        if each.what.key == "profile.vlan.missing" and not asked.isdisjoint(rules.VLANS):
            continue  # the profile says itself that the numbers are to be given
        _keep(each, cells[each.path], findings)
    _check_about(cells, findings)
    _check_missing(cells, findings, template=template)
    findings.warnings += [note for cell in cells.values() if (note := _open_secret(cell)) is not None]


def _keep(broken: rules.Broken, cell: Cell, findings: Findings) -> None:
    fault = cell.place.fault(cell.path, broken.what, broken.permitted)
    if broken.warning:
        findings.warnings.append(fault)
    else:
        findings.fault(fault)


def _asked(cells: Cells) -> tuple[str, ...]:
    ask = cells.get("ask")
    return ask.value if ask is not None and isinstance(ask.value, tuple) else ()


def _check_about(cells: Cells, findings: Findings) -> None:
    checked = cells.get("checked")
    if checked is not None and not re.fullmatch(r"[0-9]{4}-[01][0-9]-[0-3][0-9]", str(checked.value)):
        findings.fault(checked.place.fault("checked", Part("profile.date"), Part("profile.date.permitted")))
    for path in _asked(cells):
        field = FIELDS.get(path)
        if field is None or field.about:
            what = Part("profile.ask.unknown", (("path", path),))
            findings.fault(cells["ask"].place.fault("ask", what, Part("profile.kind.paths")))


def _check_missing(cells: Cells, findings: Findings, *, template: bool) -> None:
    """Name the fields that are still to be given: those the protocol needs, then those the profile asks for."""
    asked = tuple(path for path in _asked(cells) if path in FIELDS)
    needed = rules.missing({path: cell.value for path, cell in cells.items()})
    given = set(cells) | {"dns.servers" for path in cells if path.startswith("dns.by_vendor.")}
    for path in dict.fromkeys((*needed, *asked)):
        if any(fault.path == path for fault in findings.faults):
            continue  # given, though wrongly: one fault is enough
        if path in needed:
            protocol = cells["wan.protocol"]
            what = Part("profile.missing", (("protocol", protocol.value),))
            fault = protocol.place.fault(path, what, _give(path))
        elif canonical(path) not in given:
            fault = cells["ask"].place.fault(path, Part("profile.missing.asked"), _give(path))
        else:
            continue
        if template and path in asked:
            findings.warnings.append(fault)
        else:
            findings.fault(fault)


def _give(path: str) -> Part:
    if path in FIELDS and FIELDS[path].kind is Kind.SECRET:  # a command line is there for everybody to see
        return Part("profile.missing.secret")
    return Part("profile.missing.permitted", (("path", path),))


def _open_secret(cell: Cell) -> ProfileFault | None:
    """Warn of a secret that lies in a file which others can read."""
    file = ""
    if isinstance(cell.value, Secret) and cell.place.line:
        file = cell.place.file
    elif isinstance(cell.value, Reference) and cell.value.source == "file":
        file = str(secret_file(cell.value))
    if not file or not others_can_read(file):
        return None
    key = "profile.secret.open" if isinstance(cell.value, Secret) else "profile.secret.open.file"
    return cell.place.fault(cell.path, Part(key, (("file", Path(file).name),)))
