"""Backups: one file that holds everything about a router, and the store where they are kept. See docs/backups.md."""

from __future__ import annotations

from routercfg.backup.content import CLOCKS, ORIGINS, Backup, Moment, Own, compose, moment
from routercfg.backup.differing import Difference, differing
from routercfg.backup.format import decode, encode
from routercfg.backup.keeping import Keeping, Sorted, sort_out
from routercfg.backup.seal import is_sealed, seal, unseal
from routercfg.backup.store import Entry, Store, check_place, check_router, router_key
from routercfg.backup.taking import Safe, closed, from_file, load, made, opened, own_file, take

__all__ = [
    "CLOCKS",
    "ORIGINS",
    "Backup",
    "Difference",
    "Entry",
    "Keeping",
    "Moment",
    "Own",
    "Safe",
    "Sorted",
    "Store",
    "check_place",
    "check_router",
    "closed",
    "compose",
    "decode",
    "differing",
    "encode",
    "from_file",
    "is_sealed",
    "load",
    "made",
    "moment",
    "opened",
    "own_file",
    "router_key",
    "seal",
    "sort_out",
    "take",
    "unseal",
]
