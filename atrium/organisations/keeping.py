"""How the verbs of this storey reach the change journal, which stands one storey above.

The journal hands its ``acting`` in at start-up (timeline/journal.py); nothing else may.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

from django.db import models

if TYPE_CHECKING:
    from atrium.organisations.models.member import Member


class Act(Protocol):
    """What a verb of this storey may do while it acts; see timeline/acting.py."""

    def lock[M: models.Model](self, row: M) -> M:
        """Read ``row`` anew and keep others from changing it."""

    def insert[M: models.Model](self, row: M) -> M:
        """Add ``row``."""

    def change(self, row: models.Model, **values: Any) -> bool:
        """Set the fields that differ; False when none does."""

    def remove(self, row: models.Model) -> None:
        """Take ``row`` away."""

    def note(self, label: str, key: int = 0) -> None:
        """Keep that the act was about a row of this model, which changes outside the journal."""


class Journal(Protocol):
    """Opens an act, in one transaction."""

    def __call__(self, *, by: Member | None, label: str) -> AbstractContextManager[Act]:
        """Open it."""


_JOURNAL: list[Journal] = []


def kept_by(journal: Journal) -> None:
    """Let this journal keep what the verbs of members, teams and organisations do."""
    _JOURNAL[:] = [journal]


def acting(*, by: Member | None, label: str) -> AbstractContextManager[Act]:
    """Open an act by ``by`` (None: Atrium itself)."""
    return _JOURNAL[0](by=by, label=label)
