"""Several verbs as one act, for those who only call verbs and never change rows themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from atrium.organisations.models import Member
from atrium.timeline.acting import acting


@contextmanager
def together(*, by: Member | None, label: str) -> Iterator[None]:
    """What the verbs inside do stands or is undone as one; a refusal takes all of it back."""
    with acting(by=by, label=label):
        yield
