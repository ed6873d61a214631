"""Where a piece of work comes from: apps above jobs and projects say so, and their pages show it.

@origin_of("jobs.job")
def the_tender(job: Job, member: Member) -> Origin | None: ...
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db import models

    from atrium.organisations.models import Member


@dataclass(frozen=True, kw_only=True)
class Origin:
    """What the work came out of: its noun, what it is called, where it stands, and more of it in lines.

    ``lines``: a label, words, and where they lead, or nothing.
    """

    noun: str
    name: str
    url: str
    icon: str
    lines: list[tuple[str, str, str]] = field(default_factory=list)


type Find = Callable[[Any, Member], Origin | None]
_FINDERS: defaultdict[str, list[Find]] = defaultdict(list)


def origin_of(*labels: str) -> Callable[[Find], Find]:
    """Ask the function for rows of these models ("app.model"), with the member who reads."""

    def register(find: Find) -> Find:
        for label in labels:
            _FINDERS[label].append(find)
        return find

    return register


def origins_of(row: models.Model, member: Member) -> list[Origin]:
    """What this row came out of, as far as the member may see that."""
    found = (find(row, member) for find in _FINDERS[row._meta.label_lower])
    return [origin for origin in found if origin is not None]
