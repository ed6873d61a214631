"""The words that an organisation chooses for itself: statuses, tags, types, roles."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from django.db import IntegrityError, models, transaction

from atrium.foundation.errors import Refusal
from atrium.foundation.formats.names import fold
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import Acting, acting

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

    @property
    def token(self) -> str:
        """Its key as addresses write it."""
        return str(self.pk)

    @classmethod
    def add(cls, *, by: Member | None, label: str, **values: Any) -> Self:
        """Add a word at the end of its list; refused when the list has it already."""
        label = cls._clean(label)
        with acting(
            by=by, label=gettext("Added the {noun} {label}").format(noun=cls._noun(), label=label)
        ) as act:
            last = cls.objects.aggregate(models.Max("position"))["position__max"]
            position = values.pop("position", 0 if last is None else last + 1)
            term = cls(label=label, label_key=fold(label)[:80], position=position, **values)
            with cls._once(label):
                act.insert(term)
        return term

    def edit(self, *, by: Member, **values: Any) -> None:
        """Rename or recolour; what carries the word shows it at once."""
        if "label" in values:
            values["label"] = self._clean(values["label"])
            values["label_key"] = fold(values["label"])[:80]
        with acting(
            by=by,
            label=gettext("Changed the {noun} {label}").format(noun=self._noun(), label=self.label),
        ) as act:
            self._lock_or_refuse(act)
            with self._once(str(values.get("label", self.label))):
                act.change(self, **values)

    @classmethod
    def arrange(cls, *, by: Member, order: list[int]) -> None:
        """Put the words in this order of keys; those not named follow in the order they had."""
        with acting(
            by=by, label=gettext("Ordered the {noun} list").format(noun=cls._noun())
        ) as act:
            rows = {term.pk: term for term in cls._in_order(act)}
            named = [rows[key] for key in dict.fromkeys(order) if key in rows]
            rest = [term for term in rows.values() if term.pk not in set(order)]
            for position, term in enumerate([*named, *rest]):
                act.change(term, position=position)

    def shift(self, *, by: Member, down: bool) -> None:
        """Change places with the word before or after it; nothing happens at the end of the list."""
        with acting(
            by=by,
            label=gettext("Moved the {noun} {label}").format(noun=self._noun(), label=self.label),
        ) as act:
            order = [term.pk for term in self._in_order(act)]
            if self.pk not in order:
                raise Refusal(self._gone())
            here = order.index(self.pk)
            there = min(max(here + (1 if down else -1), 0), len(order) - 1)
            order[here], order[there] = order[there], order[here]
            self.arrange(by=by, order=order)

    @classmethod
    def _in_order(cls, act: Acting) -> list[Self]:
        """The whole list, locked row by row in one order so that nobody waits for each other."""
        rows = act.lock_many(cls.objects.order_by("id"))
        return sorted(rows, key=lambda term: (term.position, term.label_key, term.pk))

    @contextmanager
    def _taken_off(self, *, by: Member) -> Iterator[Acting]:
        """An act at whose end the word is off its list; refused when somebody uses it meanwhile."""
        try:
            with acting(
                by=by,
                label=gettext("Removed the {noun} {label}").format(
                    noun=self._noun(), label=self.label
                ),
            ) as act:
                self._lock_or_refuse(act)
                yield act
        except IntegrityError as error:
            msg = gettext("Somebody used {label} just now. Try again.").format(label=self.label)
            raise Refusal(msg) from error

    def _lock_or_refuse(self, act: Acting) -> None:
        try:
            act.lock(self)
        except type(self).DoesNotExist as error:
            raise Refusal(self._gone()) from error

    def _gone(self) -> str:
        return gettext("The {noun} {label} was removed meanwhile.").format(
            noun=self._noun(), label=self.label
        )

    @classmethod
    def _noun(cls) -> str:
        return str(cls._meta.verbose_name)

    @classmethod
    def _clean(cls, label: str) -> str:
        label = " ".join(label.split())
        if not label:
            msg = gettext("Give the {noun} a name.").format(noun=cls._noun())
            raise Refusal(msg, field="label")
        if len(label) > LONGEST:
            msg = gettext("A name has at most {longest} characters; shorten it.").format(
                longest=LONGEST
            )
            raise Refusal(msg, field="label")
        return label

    @classmethod
    def _once(cls, label: str) -> _Once:
        return _Once(
            gettext("There is “{label}” already ({noun}).").format(label=label, noun=cls._noun())
        )


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
