"""One thing that lists can be narrowed by, and the registry of those that the product has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from atrium.clients.value_types.base import EMPTY, FILLED, IN, NEGATIONS, Operator
from atrium.foundation.formats import FormatError
from atrium.foundation.registry import Registry
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from collections.abc import Callable

    from atrium.clients.narrowing.answer import Answer
    from atrium.clients.value_types import Where

type Values = tuple[str, ...]
SECTIONS = (
    gettext_lazy("Basics"),
    gettext_lazy("Activity and figures"),
    gettext_lazy("Places"),
    gettext_lazy("People and ways to reach them"),
    gettext_lazy("Relations"),
    gettext_lazy("Marks"),
    gettext_lazy("Details"),
    gettext_lazy("Data quality"),
    gettext_lazy("Your fields"),
)


@dataclass(frozen=True)
class Option:
    """A value that can be chosen: its key in addresses, its name, what programs call it."""

    key: str
    label: str
    public: str = ""


@dataclass(frozen=True, kw_only=True)
class Criterion(ABC):
    """What a condition can be about.

    ``needs`` is asked of the member; who may not know it, for them it is not there. ``scope`` is
    what the token of a program must have beside that for the clients.
    """

    slug: str
    label: str
    section: str = gettext_lazy("Details")
    needs: Can = Can.CLIENTS_SEE
    scope: str = ""

    control: ClassVar[str] = "text"
    operators: ClassVar[tuple[Operator, ...]] = ()
    several: ClassVar[bool] = False

    @property
    def offers(self) -> tuple[Operator, ...]:
        """The operators that fit it, the most useful first."""
        return self.operators

    def reads(self, operator: Operator) -> str:
        """What an operator is called here."""
        return operator.words

    @property
    def asks(self) -> str:
        """How a value is typed or chosen: text, number, day, choices, yes_no, client, person, picker."""
        return self.control

    def options(self, where: Where) -> list[Option]:
        """The values to choose from, where there are such."""
        return []

    def answer(self, operator: Operator, values: Values, where: Where) -> Answer:
        """What the condition asks. Raises FormatError with the mend."""
        if operator not in self.offers:
            can = ", ".join(each.slug for each in self.offers)
            msg = gettext("{label} cannot be asked by “{slug}”; use one of {can}.").format(
                label=self.label, slug=operator.slug, can=can
            )
            raise FormatError(msg)
        if needs_value(operator) and not values:
            msg = gettext("Say what {label} is compared with.").format(label=self.label)
            raise FormatError(msg)
        if operator in NEGATIONS:
            return self._answer(NEGATIONS[operator], values, where).turned()
        return self._answer(operator, values, where)

    @abstractmethod
    def _answer(self, operator: Operator, values: Values, where: Where) -> Answer:
        """What an operator that is no negation asks."""

    def said(self, operator: Operator, values: Values, where: Where) -> str:
        """The condition as a sentence. Raises FormatError."""
        if not needs_value(operator):
            return f"{self.label} {self.reads(operator)}"
        self.answer(operator, values, where)
        named = [self.named(value, operator, where) for value in values]
        return f"{self.label} {self.reads(operator)} {_listed(named)}"

    def named(self, value: str, operator: Operator, where: Where) -> str:
        """A value as people read it. Raises FormatError."""
        return value

    def key(self, value: str, where: Where) -> str:
        """A value as addresses and views hold it. Raises FormatError."""
        return value

    def public(self, value: str, where: Where) -> str:
        """A value as programs are told it."""
        return value


CRITERIA: Registry[Criterion] = Registry()


def criterion[C: Criterion](one: C) -> C:
    """Let lists be narrowed by it; put it into the app's criteria.py."""
    CRITERIA.add(one.slug, one)
    return one


def needs_value(operator: Operator) -> bool:
    return operator not in {EMPTY, FILLED}


def takes_several(operator: Operator) -> bool:
    """Whether one of several values may fit."""
    return needs_value(operator) and operator is not IN and operator.slug not in {"min", "max"}


def _listed(words: list[str]) -> str:
    return (
        words[0]
        if len(words) == 1
        else gettext("{others} or {last}").format(
            others=", ".join(map(str, words[:-1])), last=words[-1]
        )
    )


type Rows = Callable[[Where], object]
