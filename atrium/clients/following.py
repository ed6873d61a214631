"""What apps above hang on the page of a piece of work, like a meeting or a job: a word or a deed that follows from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from atrium.organisations.models import Member


@dataclass(frozen=True)
class Following:
    """A link at the head of the page: a button where it is something to do, else a word with its tone."""

    label: str
    icon: str
    url: str
    tone: str = ""
    is_deed: bool = False


type Find = Callable[[models.Model, Member], Iterator[Following]]
_FINDERS: defaultdict[str, list[Find]] = defaultdict(list)


def follows(label: str) -> Callable[[Find], Find]:
    """Ask the function on the page of each row of this model ("app.model")."""

    def register(find: Find) -> Find:
        _FINDERS[label].append(find)
        return find

    return register


def following(row: models.Model, member: Member) -> list[Following]:
    """All that follows from the row, as far as the member may know."""
    return [each for find in _FINDERS[row._meta.label_lower] for each in find(row, member)]
