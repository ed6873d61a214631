from __future__ import annotations

import re
from copy import copy
from typing import Any, Self

from django.db import models
from django.db.models import Q

from atrium.clients.models.field_section import FieldSection, Subject
from atrium.clients.models.term import Term
from atrium.clients.value_types import TYPES, ValueType, Where, offered
from atrium.foundation.causes import REQUIRED
from atrium.foundation.errors import Refusal
from atrium.foundation.formats import FormatError
from atrium.foundation.formats.names import fold
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.said import within
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.permissions import Role
from atrium.timeline.acting import acting

MOST_CHOICES = 200
MOST_FIELDS = 1000
CHOSEN = frozenset({"choice", "choices", "level"})
_ROLES = list(Role)


def _reaches(member: Member, role: str) -> bool:
    return _ROLES.index(Role(member.role)) <= _ROLES.index(Role(role))


class FieldState(models.IntegerChoices):
    """Whether a field is in use. Its key is never given to another one."""

    LIVE = 0, gettext_lazy("In use")
    RETIRED = 1, gettext_lazy("Retired")
    GONE = 2, gettext_lazy("Gone with its values")


class Field(Term):
    """A field of the organisation's own (V06); its values stand in ``extra`` of its subject by ``key``.

    ``options`` holds what its type needs (choices, currency, unit). ``min_role`` is the lowest role
    that sees it, anywhere; ``edit_role`` the lowest that changes what it says. ``keyed`` says that FieldKey has all its values, so that lists can be
    narrowed and sorted by it.
    """

    key = models.CharField(max_length=80)
    type = models.CharField(max_length=20, default="text")
    subject = models.CharField(max_length=10, choices=Subject, default=Subject.CLIENT)
    section = models.ForeignKey(
        FieldSection,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="fields",
        db_constraint=False,
        db_index=False,
    )
    help = models.CharField(max_length=300, blank=True)
    options: models.JSONField[dict[str, Any]] = models.JSONField(default=dict, blank=True)
    default = models.JSONField(null=True, blank=True)
    required = models.BooleanField(default=False)
    min_role = models.CharField(max_length=10, choices=Role, default=Role.VIEWER)
    edit_role = models.CharField(max_length=10, choices=Role, default=Role.VIEWER)
    on_new = models.BooleanField(default=False)
    always = models.BooleanField(default=True)
    filterable = models.BooleanField(default=False)
    keyed = models.BooleanField(default=False)
    searched = models.BooleanField(default=False)
    state = models.PositiveSmallIntegerField(choices=FieldState, default=FieldState.LIVE)

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("field")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="field_by_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="field_by_public_id"
            ),
            models.UniqueConstraint(
                fields=["organisation", "subject", "label_key"],
                condition=Q(state=0),
                name="field_label_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "subject", "key"], name="field_key_once"
            ),
            SameOrganisation("section"),
        ]

    @classmethod
    def add(cls, *, by: Member | None, label: str, **values: Any) -> Self:
        """Add a field at the end of its section.

        Refused when a field in use has the label, and when a retired one has: that can be restored.
        """
        subject = values.setdefault("subject", Subject.CLIENT)
        same = cls.objects.filter(subject=subject, label_key=fold(label)[:80])
        if same.filter(state=FieldState.RETIRED).exists():
            msg = gettext(
                "There was a field “{label}”. Restore it to have its values back, or choose another name."
            ).format(label=label)
            raise Refusal(msg, field="label")
        if cls.objects.filter(subject=subject, state=FieldState.LIVE).count() >= MOST_FIELDS:
            msg = gettext("There are {most} fields already; retire some first.").format(
                most=f"{spoken(MOST_FIELDS):,}"
            )
            raise Refusal(msg)
        taken = cls.objects.filter(subject=subject).values_list("key", flat=True)
        field = cls(label=label, **values)
        values |= field.checked(by)
        values.setdefault("key", key_for(label, set(taken)))
        values.setdefault("searched", field.sort.searched)
        return super().add(by=by, label=label, **values)

    def edit(self, *, by: Member, **values: Any) -> None:
        """Change what the field says of itself; its values stay. The type changes by TypeChange.

        Refused for who may not see or change its values: they could let themselves.
        """
        self.refuse_locked(by)
        wished = copy(self)
        for name, value in values.items():
            setattr(wished, name, value)
        values |= wished.checked(by)
        if not wished.filterable or wished.keys_differ_from(self):
            values["keyed"] = False
        super().edit(by=by, **values)

    def keys_differ_from(self, before: Field) -> bool:
        """Whether the keys of the values are others now than ``before``."""
        same = "type", "filterable"
        if any(getattr(self, name) != getattr(before, name) for name in same):
            return True
        if self.options.get("currency") != before.options.get("currency"):
            return True
        return self.type == "level" and _heights(self) != _heights(before)

    def retire(self, *, by: Member) -> None:
        """Take the field out of use everywhere; its values are kept and come back with it (V06)."""
        self.refuse_locked(by)
        with self._taken_off(by=by) as act:
            act.change(self, state=FieldState.RETIRED)

    def restore(self, *, by: Member) -> None:
        """Put a retired field to use again, with the values that are kept."""
        self.refuse_locked(by)
        with (
            acting(
                by=by, label=gettext("Restored the field {label}").format(label=self.label)
            ) as act,
            self._once(self.label),
        ):
            act.lock(self)
            if self.state == FieldState.GONE:
                msg = gettext("{label} is gone with its values.").format(label=self.label)
                raise Refusal(msg)
            act.change(self, state=FieldState.LIVE, keyed=False)

    @classmethod
    def defaults(cls, subject: str) -> dict[str, Any]:
        """What new records of this subject say before anyone types anything."""
        live = cls.objects.filter(subject=subject, state=FieldState.LIVE, default__isnull=False)
        return dict(live.values_list("key", "default"))

    @property
    def is_live(self) -> bool:
        return self.state == FieldState.LIVE

    @property
    def sort(self) -> ValueType:
        """What it can hold."""
        return TYPES[self.type]

    @property
    def name(self) -> str:
        """What inputs, addresses and errors call it."""
        return f"field.{self.key}"

    @property
    def word(self) -> str:
        """The label inside a sentence; "VAT scheme" stays as it is."""
        return within(self.label, noun=True)

    def seen_by(self, member: Member | None) -> bool:
        """Whether the member's role may see it; None is Atrium itself."""
        return member is None or _reaches(member, self.min_role)

    def changed_by(self, member: Member | None) -> bool:
        """Whether the member's role may see it and say what stands in it; None is Atrium itself."""
        return member is None or (self.seen_by(member) and _reaches(member, self.edit_role))

    def refuse_locked(self, by: Member) -> None:
        """Refuse who may not change what the field says."""
        if not self.changed_by(by):
            msg = gettext("{label} is not for your role; ask who changes it.")
            raise Refusal(msg.format(label=self.label))

    @property
    def seen_by_all(self) -> bool:
        return self.min_role == Role.VIEWER

    def read(self, typed: Any, where: Where) -> Any:
        """The value to store. Refused at this field with how to mend it."""
        try:
            value = self.sort.read(typed, self, where)
        except FormatError as error:
            raise Refusal(str(error), field=self.name) from error
        if value is None and self.required:
            msg = gettext("{label} is required; give it a value.").format(label=self.label)
            raise Refusal(msg, field=self.name, cause=REQUIRED)
        return value

    def checked(self, by: Member | None) -> dict[str, Any]:
        """Options and default as they are kept. Refused with the mend."""
        if self.type not in TYPES:
            msg = gettext("There is no type {type}; choose one of {types}.").format(
                type=f"{self.type!r}", types=", ".join(t.slug for t in TYPES)
            )
            raise Refusal(msg, field="type")
        self.options = checked_options(self.type, self.options)
        if self.default in (None, "", [], {}) or by is None:
            return {"options": self.options}
        try:
            default = self.sort.read(self.default, self, Where(by.organisation, by))
        except FormatError as error:
            raise Refusal(str(error), field="default") from error
        return {"options": self.options, "default": default}


def _heights(field: Field) -> list[str]:
    return [each["key"] for each in offered(field)]


def key_for(label: str, taken: set[str]) -> str:
    """A key for programs, made of the label and given once: "Boiler make" is boiler_make."""
    stem = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:70] or "field"
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key


def checked_options(type_: str, options: dict[str, Any]) -> dict[str, Any]:
    """What a type needs to know, in its order; refused where it makes no sense."""
    kept: dict[str, Any] = {}
    if type_ in CHOSEN:
        kept["choices"] = checked_choices(options.get("choices") or [])
    if type_ == "money" and options.get("currency"):
        kept["currency"] = str(options["currency"])
    if type_ == "number" and (unit := " ".join(str(options.get("unit") or "").split())[:20]):
        kept["unit"] = unit
    return kept


def checked_choices(choices: list[Any]) -> list[dict[str, Any]]:
    """Each choice with its key; a new one gets a key, one that is off the list stays known."""
    kept: list[dict[str, Any]] = []
    taken = {str(each["key"]) for each in choices if isinstance(each, dict) and each.get("key")}
    labels: set[str] = set()
    for each in choices:
        given = each if isinstance(each, dict) else {"label": each}
        label = " ".join(str(given.get("label", "")).split())[:120]
        if not label or (fold(label) in labels and not given.get("gone")):
            msg = (
                gettext("“{label}” stands twice; each choice once.").format(label=label)
                if label
                else gettext("Give each choice a name.")
            )
            raise Refusal(msg, field="choices")
        labels.add(fold(label))
        key = str(given.get("key") or key_for(label, taken))[:80]
        taken.add(key)
        kept.append({"key": key, "label": label} | ({"gone": True} if given.get("gone") else {}))
    if not [each for each in kept if not each.get("gone")]:
        raise Refusal(gettext("Name at least one choice."), field="choices")
    if len(kept) > MOST_CHOICES:
        raise Refusal(
            gettext("At most {most} choices fit.").format(most=MOST_CHOICES), field="choices"
        )
    return kept
