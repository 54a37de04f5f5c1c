"""A new password whose acceptance nobody confirmed: it holds or the old one does, and only a login tells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from routercfg.errors import SettingRefused, WrongPassword

T = TypeVar("T")


class Unconfirmed(Generic[T]):
    """What may let us in instead of what did last: a password, or a name with one. True while there is such a one.

    ``enter`` makes one attempt to log in and raises WrongPassword when it is refused.
    """

    def __init__(self, enter: Callable[[T], None]) -> None:
        self._try = enter
        self._new: T | None = None

    def __bool__(self) -> bool:
        return self._new is not None

    @contextmanager
    def changing(self, new: T) -> Iterator[None]:
        """Hold ``new`` in doubt while it is sent, and after that too unless the router took or refused it."""
        self._new = new
        try:
            yield
        except SettingRefused:
            self._new = None
            raise
        self._new = None

    def enter(self) -> bool:
        """Log in with it, if there is one; say whether that let us in. Then it is in doubt no longer.

        Raises what the attempt raises other than WrongPassword; it is still to be tried then.
        """
        if self._new is None:
            return False
        try:
            self._try(self._new)
        except WrongPassword:
            self._new = None
            return False
        self._new = None
        return True
