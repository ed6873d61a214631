"""Two who edit the same thing at once: nothing is overwritten silently (X14).

An editor carries what stood in it when it was opened. On saving, field by field: who changed only
other fields never notices; who changed the same one sees theirs, yours and the original.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist
from django.forms import Form

from atrium.clients.models import Client
from atrium.foundation.causes import CHANGED
from atrium.foundation.errors import Refusal
from atrium.foundation.said import as_heading
from atrium.foundation.translation import gettext
from atrium.timeline.acting import acting
from atrium.timeline.models import Change

if TYPE_CHECKING:
    from django.db import models
    from django.http import QueryDict

    from atrium.organisations.models import Member

type Texts = dict[str, list[str]]


class Meanwhile(Refusal):
    """Another saved the same thing between the check and the saving, or just before."""

    cause = CHANGED

    def __init__(self) -> None:
        super().__init__(gettext("Someone changed this meanwhile; choose what is to stand."))


@dataclass(frozen=True)
class Conflict:
    """One field as the other saved it, as this one wants it, and as both found it."""

    name: str
    label: str
    theirs: str
    yours: str
    original: str


class Care:
    """The posted values of an editor, with what others saved meanwhile taken in.

    ``now`` reads what stands, by the names of the form's fields; ``row`` is what is edited.
    """

    def __init__(
        self, posted: QueryDict, row: models.Model, now: Callable[[], Mapping[str, Any]]
    ) -> None:
        self._now = now
        self._row = row
        self.stands = _texts(now())
        self.data = posted.copy() if posted else None
        self.differing: dict[str, tuple[list[str], list[str]]] = {}
        if posted:
            was = _read(posted.get("was", ""))
            original = _read(posted.get("original", ""))
            for name in self.stands.keys() & was.keys():
                self._take(name, was[name], original.get(name, was[name]))

    @property
    def opened(self) -> str:
        """What stands, to be carried by the editor; after a conflict this is what was shown."""
        return json.dumps(self.stands)

    @property
    def original(self) -> str:
        """What both found, of the fields in conflict."""
        return json.dumps({name: was for name, (was, _) in self.differing.items()})

    def conflicts(self, form: Form) -> list[Conflict]:
        """Those to choose between, in the words of the form."""
        return [
            Conflict(
                name,
                as_heading(str(form.fields[name].label or name)),
                *(_said(form, name, each) for each in (self.stands[name], yours, was)),
            )
            for name, (was, yours) in self.differing.items()
        ]

    @property
    def who(self) -> str:
        """Who changed it last."""
        last = Change.objects.to_row(self._row).select_related("act__actor").order_by("-id").first()
        return str(last.act.actor) if last and last.act.actor else gettext("Somebody else")

    @contextmanager
    def saving(self, *rows: models.Model, by: Member, label: str) -> Iterator[None]:
        """Save inside: one act, with ``rows`` locked. Meanwhile where there is something to choose."""
        if self.differing:
            raise Meanwhile
        with acting(by=by, label=label) as act:
            for row in rows:
                try:
                    act.lock(row)
                except ObjectDoesNotExist:
                    msg = gettext(
                        "Someone removed this meanwhile. It can be put back from the history."
                    )
                    raise Refusal(msg) from None
                if isinstance(row, Client):
                    row.refuse_archived()
            if _texts(self._now()) != self.stands:
                raise Meanwhile
            yield

    def _take(self, name: str, was: list[str], original: list[str]) -> None:
        assert self.data is not None, "there is something posted"
        stands, choice = self.stands[name], self.data.get(f"resolve-{name}", "")
        typed = original if choice == "original" else _plain(self.data.getlist(name))
        if choice == "theirs" or typed == was:
            typed = stands
        if stands not in (typed, was):
            self.differing[name] = original, typed
        self.data.setlist(name, typed)


def _texts(values: Mapping[str, Any]) -> Texts:
    return {
        name: _plain(value if isinstance(value, list) else [value])
        for name, value in values.items()
    }


def _plain(values: list[Any]) -> list[str]:
    """As an input sends them: days in ISO 8601, no line ends of Windows, nothing for nothing."""
    texts = [v.isoformat() if isinstance(v, date) else str(v or "") for v in values]
    return sorted(filter(None, (text.replace("\r\n", "\n").strip() for text in texts)))


def _read(text: str) -> Texts:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(k): _plain(v) for k, v in found.items() if isinstance(v, list)}


def _said(form: Form, name: str, values: list[str]) -> str:
    """Values as people read them: what is chosen from a list by its label."""
    labels = {str(k): str(v) for k, v in getattr(form.fields[name], "choices", ())}
    return ", ".join(labels.get(value, value) for value in values)
