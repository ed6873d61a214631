"""Which organisation the code below is working for. Nothing that belongs to one is read without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from atrium.organisations.models import Organisation

_ORGANISATION: ContextVar[int | None] = ContextVar("organisation", default=None)
_ROW: ContextVar[Organisation | None] = ContextVar("organisation_row", default=None)
_UNSCOPED: ContextVar[str | None] = ContextVar("unscoped", default=None)

ON_ENTER: list[Callable[[int | None], None]] = []


class NoOrganisation(RuntimeError):
    """Rows that belong to an organisation were asked for outside of any."""


def organisation_id() -> int | None:
    """The organisation's key, or None outside of any."""
    return _ORGANISATION.get()


def required() -> int:
    """The organisation's key; outside of any it raises NoOrganisation."""
    key = _ORGANISATION.get()
    if key is None:
        msg = "no organisation is entered: wrap the call in current.entered(organisation)"
        raise NoOrganisation(msg)
    return key


def row(key: int) -> Organisation | None:
    """The organisation of this key where it is the current one and was read already.

    What belongs to it gives it as its ``organisation`` without asking the database again.
    """
    known = _ROW.get()
    return known if known is not None and known.pk == key == _ORGANISATION.get() else None


def remember(organisation: Organisation | None) -> None:
    """Give this row from here on to what belongs to it; with None, read it anew."""
    _ROW.set(organisation)


def enter(organisation: Organisation | int | None) -> None:
    """Work for this organisation from here on. Prefer entered(), which also leaves."""
    if organisation is None or isinstance(organisation, int):
        key = organisation
    else:
        key = organisation.pk
        remember(organisation)
    _ORGANISATION.set(key)
    for tell in ON_ENTER:
        tell(key)


@contextmanager
def entered(organisation: Organisation | int) -> Iterator[None]:
    """Work for ``organisation`` (or its key) inside the block."""
    before, row_before = _ORGANISATION.get(), _ROW.get()
    enter(organisation)
    try:
        yield
    finally:
        remember(row_before)
        enter(before)


@contextmanager
def supposed(key: int) -> Iterator[None]:
    """Compose queries as for an organisation; the database is not told, so execute none inside."""
    token = _ORGANISATION.set(key)
    try:
        yield
    finally:
        _ORGANISATION.reset(token)


@contextmanager
def left() -> Iterator[None]:
    """Work for nobody inside the block, until someone enters; afterwards as it was before."""
    before, row_before = _ORGANISATION.get(), _ROW.get()
    remember(None)
    if before is not None:
        enter(None)
    try:
        yield
    finally:
        remember(row_before)
        if _ORGANISATION.get() != before:
            enter(before)


def is_unscoped() -> bool:
    return _UNSCOPED.get() is not None


@contextmanager
def unscoped(reason: str) -> Iterator[None]:
    """Read across organisations inside the block: sign-in, the queue, the doctor; say why."""
    token = _UNSCOPED.set(reason)
    try:
        yield
    finally:
        _UNSCOPED.reset(token)
