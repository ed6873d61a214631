"""The words that an organisation chooses for itself: statuses, tags, types, roles."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from django.db import IntegrityError, models, transaction

from atrium.foundation.errors import Refusal
from atrium.foundation.formats.names import fold
from atrium.foundation.ids import public_id
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import acting

LONGEST = 60


class Term(Owned):
    """One word of a list that the organisation keeps; its label is there once, however it is cased."""

    public_id = models.UUIDField(default=public_id, editable=False)
    label = models.CharField(max_length=LONGEST)
    label_key = models.CharField(max_length=80, editable=False)
    position = models.PositiveIntegerField(default=0)

    class Meta(Owned.Meta):
        abstract = True
        ordering = ("position", "label_key", "id")

    def __str__(self) -> str:
        return self.label

    @classmethod
    def add(cls, *, by: Member | None, label: str, **values: Any) -> Self:
        """Add a word at the end of its list; refused when the list has it already."""
        label = cls._clean(label)
        with acting(by=by, label=f"Added the {cls._noun()} {label}") as act:
            last = cls.objects.aggregate(models.Max("position"))["position__max"]
            position = values.pop("position", 0 if last is None else last + 1)
            term = cls(label=label, label_key=fold(label)[:80], position=position, **values)
            with cls._once(label):
                act.insert(term)
        (by.organisation if by else term.organisation).forget_lexicon()
        return term

    def edit(self, *, by: Member, **values: Any) -> None:
        """Rename or recolour; what carries the word shows it at once."""
        if "label" in values:
            values["label"] = self._clean(values["label"])
            values["label_key"] = fold(values["label"])[:80]
        with acting(by=by, label=f"Changed the {self._noun()} {self.label}") as act:
            act.lock(self)
            with self._once(str(values.get("label", self.label))):
                act.change(self, **values)
        by.organisation.forget_lexicon()

    @classmethod
    def arrange(cls, *, by: Member, order: list[int]) -> None:
        """Put the words in this order of keys; those not named follow in the order they had."""
        with acting(by=by, label=f"Ordered the {cls._noun()} list") as act:
            rows = {term.pk: term for term in cls.objects.select_for_update()}
            named = [rows[key] for key in order if key in rows]
            rest = [term for term in rows.values() if term.pk not in set(order)]
            for position, term in enumerate([*named, *rest]):
                act.change(term, position=position)
        by.organisation.forget_lexicon()

    @classmethod
    def _noun(cls) -> str:
        return str(cls._meta.verbose_name)

    @classmethod
    def _clean(cls, label: str) -> str:
        label = " ".join(label.split())
        if not label:
            msg = f"Give the {cls._noun()} a name."
            raise Refusal(msg, field="label")
        if len(label) > LONGEST:
            msg = f"A {cls._noun()} has at most {LONGEST} characters; shorten it."
            raise Refusal(msg, field="label")
        return label

    @classmethod
    def _once(cls, label: str) -> _Once:
        return _Once(f"There is a {cls._noun()} “{label}” already.")


class _Once:
    """Turns the database's word that a label is taken into ours."""

    def __init__(self, message: str) -> None:
        self.message = message
        self.savepoint = transaction.atomic()

    def __enter__(self) -> None:
        self.savepoint.__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.savepoint.__exit__(kind, error, trace)
        if isinstance(error, IntegrityError):
            raise Refusal(self.message, field="label") from error
