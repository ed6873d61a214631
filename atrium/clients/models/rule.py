from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When

from atrium.clients.requirements import CONDITIONS, REQUIREMENTS, Condition, Requirement, Test
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from atrium.clients.lexicon import Lexicon

LIGHTEST, HEAVIEST = 1, 10
MOST_RULES = 60


class Rule(Owned):
    """One thing that some clients must have: a condition and a requirement, both data (J07).

    A client that misses it is kept and counted as incomplete. A rule that ``always`` holds can
    be weighed, not switched off.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    condition = models.CharField(max_length=40)
    value = models.CharField(max_length=80, blank=True)
    requirement = models.CharField(max_length=40)
    target = models.CharField(max_length=120, blank=True)
    weight = models.PositiveSmallIntegerField(default=1)
    active = models.BooleanField(default=True)
    always = models.BooleanField(default=False)

    class Meta(Owned.Meta):
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["organisation", "public_id"], name="rule_by_public_id"),
            models.UniqueConstraint(
                fields=["organisation", "condition", "value", "requirement", "target"],
                name="rule_once",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=LIGHTEST, weight__lte=HEAVIEST), name="rule_weight"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.condition} {self.value}: {self.requirement} {self.target}"

    @classmethod
    def add(cls, *, by: Member | None, condition: str, requirement: str, **more: Any) -> Self:
        """Ask for one more thing, narrowed by ``value`` and ``target``, with its ``weight``.

        Refused when it is asked for already.
        """
        rule = cls(condition=condition, requirement=requirement, **more)
        rule.weight = _weight(rule.weight)
        with acting(by=by, label=gettext("Added a rule")) as act:
            if cls.objects.count() >= MOST_RULES:
                msg = gettext("There are {most} rules; remove one that nobody needs first.").format(
                    most=MOST_RULES
                )
                raise Refusal(msg)
            rule._refuse_second(rule)
            act.insert(rule)
        return rule

    def edit(self, *, by: Member, **values: Any) -> None:
        """Change what is asked for, of whom, and how much it weighs."""
        if "weight" in values:
            values["weight"] = _weight(values["weight"])
        with acting(by=by, label=gettext("Changed a rule")) as act:
            act.lock(self)
            self._refuse_always({name: v for name, v in values.items() if name != "weight"})
            wished = self.asking(tuple(values.get(n, getattr(self, n)) for n in _ASKED))
            self._refuse_second(wished)
            act.change(self, **values)

    def switch(self, *, by: Member, on: bool) -> None:
        """Let the rule hold, or not."""
        label = gettext("Switched a rule on") if on else gettext("Switched a rule off")
        with acting(by=by, label=label) as act:
            act.lock(self)
            self._refuse_always({"active": on})
            act.change(self, active=on)

    def drop(self, *, by: Member) -> None:
        """Ask for it no more."""
        with acting(by=by, label=gettext("Removed a rule")) as act:
            act.lock(self)
            self._refuse_always({"active": False})
            act.remove(self)

    def gap(self) -> Case | None:
        """1 where a client lacks it, 0 where it has it, -1 where the rule is not about it.

        None where an app that offered the requirement or the condition is gone.
        """
        asks, about = self.asks, self.about
        if asks is None or about is None:
            return None
        fits = about.fits(self.value)
        whens = [When(Q(asks.met(self.target)), then=Value(0))]
        if fits is not None:
            whens.insert(0, When(_not(fits), then=Value(-1)))
        return Case(*whens, default=Value(1), output_field=IntegerField())

    @property
    def asked(self) -> tuple[str, ...]:
        """What is asked of whom, without how much it weighs."""
        return tuple(getattr(self, name) for name in _ASKED)

    @classmethod
    def asking(cls, asked: tuple[str, ...]) -> Self:
        """A rule that asks this and is kept nowhere."""
        return cls(**dict(zip(_ASKED, asked, strict=True)))

    @property
    def asks(self) -> Requirement | None:
        return REQUIREMENTS.get(self.requirement)

    @property
    def about(self) -> Condition | None:
        return CONDITIONS.get(self.condition)

    def names(self, words: Lexicon) -> bool:
        """Whether what its target is called may be told to everyone."""
        asks = self.asks
        return asks is not None and self.target in (dict(asks.targets(words)) or {"": ""})

    def _refuse_second(self, wished: Rule) -> None:
        same = Rule.objects.filter(**{name: getattr(wished, name) for name in _ASKED})
        if same.exclude(pk=self.pk).exists():
            msg = gettext("That is asked for already; change that rule.")
            raise Refusal(msg)

    def _refuse_always(self, values: dict[str, Any]) -> None:
        if self.always and any(getattr(self, name) != value for name, value in values.items()):
            msg = gettext(
                "This rule always holds: without a way of contact a client cannot be reached."
            )
            raise Refusal(msg)


_ASKED = ("condition", "value", "requirement", "target")


def _weight(weight: int) -> int:
    if not LIGHTEST <= weight <= HEAVIEST:
        msg = gettext("Write a weight from {lightest} to {heaviest}.").format(
            lightest=LIGHTEST, heaviest=HEAVIEST
        )
        raise Refusal(msg, field="weight")
    return weight


def _not(test: Test) -> Q:
    return ~Q(test)
