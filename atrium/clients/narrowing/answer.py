"""What a condition asks of the database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q


@dataclass(frozen=True)
class Answer:
    """A condition on the client's own row, or rows with a ``client`` of which it has one.

    ``several``: a client may have more than one of those rows. ``negated``: it has none, or the
    condition does not hold.
    """

    q: Any = None
    rows: Any = None
    several: bool = False
    negated: bool = False

    def turned(self) -> Answer:
        """The opposite."""
        return replace(self, negated=not self.negated)

    @property
    def as_q(self) -> Q:
        """As a filter of clients; what points at a client is asked row by row."""
        asked = self.q
        if asked is None:
            asked = Exists(self.rows.filter(client=OuterRef("pk")))
        found = asked if isinstance(asked, Q) else Q(asked)
        return ~found if self.negated else found


@dataclass(frozen=True)
class Mark:
    """Rows that point at the clients wanted, so that few of them can be gathered."""

    rows: Any
    several: bool = False


NOBODY = Answer(q=Q(pk__in=[]))
