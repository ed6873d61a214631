from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Self

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from atrium.foundation.registry import Registry
from atrium.foundation.said import kept, told
from atrium.foundation.translation import gettext_lazy, pgettext_lazy

KINDS: Registry[type[Kind]] = Registry()


class Strand(StrEnum):
    """The pills above a timeline: what sort of thing happened."""

    label: str

    TALK = "talk", gettext_lazy("Talk")
    WORK = "work", gettext_lazy("Work")
    MONEY = "money", pgettext_lazy("strand", "Money")
    CHANGES = "changes", gettext_lazy("Changes")

    def __new__(cls, value: str, label: str) -> Self:
        strand = str.__new__(cls, value)
        strand._value_ = value
        strand.label = label
        return strand


@dataclass(frozen=True, kw_only=True)
class Kind:
    """Something that can happen to a client. A subclass's fields are the particulars that are kept.

    ``called`` is what a filter offers it as. ``sentence`` may use {actor}, {client} and the particulars; each is escaped when it is told.
    ``wipes`` names the particulars that the erasure of a person's data blanks out.
    """

    code: ClassVar[str]
    called: ClassVar[str]
    sentence: ClassVar[str]
    icon: ClassVar[str] = "dot"
    strand: ClassVar[Strand] = Strand.CHANGES
    wipes: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "code" in cls.__dict__:
            KINDS.add(cls.code, cls)

    def particulars(self) -> dict[str, Any]:
        """As they are kept: what is said by a message, so that it can be read in any language."""
        return {name: kept(one) for name, one in vars(self).items()}

    def words(self) -> dict[str, Any]:
        """What the sentence may use besides {actor} and {client}."""
        return {name: getattr(self, name) for name in self._named()}

    def tell(self, *, actor: object, client: object) -> SafeString:
        """The sentence as safe HTML."""
        return format_html(self.sentence, actor=actor, client=client, **self.words())

    def text(self) -> str:
        """What a search within the timeline finds this event by."""
        return " ".join(
            str(word) for word in self.words().values() if isinstance(word, str | Promise)
        )

    @classmethod
    def revive(cls, particulars: dict[str, Any]) -> Kind:
        """The story as it was kept, for who reads now; what the code no longer knows is passed over."""
        known = cls._named()
        return cls(**{name: told(value) for name, value in particulars.items() if name in known})

    @classmethod
    def _named(cls) -> tuple[str, ...]:
        kind: Any = cls
        return _names(kind)


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
