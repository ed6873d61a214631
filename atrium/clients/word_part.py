"""A list of the organisation's own words as a part of its configuration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from atrium.clients.words import WordList
from atrium.configuration.part import Entry, Kind, Part
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member


class WordPart(Part):
    """The words of a list, each by its label; what is said of one is what its form asks."""

    def __init__(self, words: WordList, *, order: int) -> None:
        self.words = words
        self.slug, self.label, self.order = words.slug, words.title, order
        self.model = words.model
        self.says = {name: _kind(each) for name, each in words.form.base_fields.items()}
        self.arranged = words.by_hand

    def add(self, entry: Entry, *, by: Member) -> None:
        self.model.add(by=by, **self._asked(entry))

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        row.edit(by=by, **self._asked(self.entry(row) | entry))

    def arrange(self, rows: list[Any], *, by: Member) -> None:
        self.model.arrange(by=by, order=[row.pk for row in rows])

    def _asked(self, entry: Entry) -> Entry:
        """What the form of the settings makes of it; what is not said is as in a new one."""
        names = self.words.form.base_fields
        begun = {name: each.initial for name, each in names.items() if each.initial is not None}
        form = self.words.form({**begun, **{n: v for n, v in entry.items() if n in names}})
        if not form.is_valid():
            raise Refusal(in_one(form))
        found: Entry = form.cleaned_data
        return found


def in_one(form: forms.Form) -> str:
    """What is wrong with a form, in one line."""
    errors: Iterable[tuple[str, Any]] = form.errors.items()
    return " ".join(f"{name}: {' '.join(each)}" for name, each in errors)


def _kind(field: forms.Field) -> Kind:
    if isinstance(field, forms.BooleanField):
        return Kind.FLAG
    number = isinstance(field, forms.IntegerField) or getattr(field, "coerce", None) is int
    return Kind.NUMBER if number else Kind.TEXT
