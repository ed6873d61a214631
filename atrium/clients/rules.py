"""The rules of a record in plain sentences, and what one of them would change (J07)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case

from atrium.clients.completeness import WHOLE
from atrium.clients.lexicon import Lexicon
from atrium.clients.models import Client, Rule
from atrium.clients.models.client_queryset import ClientQuerySet
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy, ngettext

MOST_COUNTED = 10_000
NAME_RULE = gettext_lazy("Every client has a name. This is never switched off.")


@dataclass(frozen=True)
class Told:
    """A rule with its sentence and how many clients do not meet it, to 10,000; None where it is off."""

    rule: Rule
    sentence: str
    unmet: int | None

    @property
    def unmet_words(self) -> str:
        """The number as people say it."""
        if self.unmet is None:
            return ""
        return (
            f"{spoken(MOST_COUNTED):,}+" if self.unmet > MOST_COUNTED else f"{spoken(self.unmet):,}"
        )


def told(words: Lexicon) -> list[Told]:
    """Every rule in its order, each with a capped count."""
    return [
        Told(rule, sentence(rule, words), _unmet(rule) if rule.active else None)
        for rule in Rule.objects.all()
    ]


def sentence(rule: Rule, words: Lexicon) -> str:
    """The rule as people say it: "Companies must have a contact."."""
    about, asks = rule.about, rule.asks
    if about is None or asks is None:
        return gettext("This rule is about something that is no longer offered.")
    who, what = about.words(rule.value, words), asks.words(rule.target, words)
    if asks.wrong:
        nobody = str(who).replace(gettext("Every client"), gettext("No client"), 1)
        return (
            gettext("{nobody} may have {what}.").format(nobody=nobody, what=what)
            if nobody != who
            else gettext("{who} may not have {what}.").format(who=who, what=what)
        )
    return gettext("{who} must have {what}.").format(who=who, what=what)


@dataclass(frozen=True)
class Preview:
    """How many live clients do not meet a rule, and how many of those lack nothing today."""

    unmet: int
    newly: int

    @property
    def sentence(self) -> str:
        """The figures in words."""
        if not self.unmet:
            return gettext("Every client it is about meets this.")
        return ngettext(
            "This makes {newly} client incomplete; {unmet} in all do not meet it.",
            "This makes {newly} clients incomplete; {unmet} in all do not meet it.",
            self.newly,
        ).format(newly=f"{spoken(self.newly):,}", unmet=f"{spoken(self.unmet):,}")


def preview(rule: Rule) -> Preview:
    """Count what ``rule``, which need not be kept, would change."""
    unmet = _lacking(rule)
    if unmet is None:
        return Preview(0, 0)
    return Preview(unmet.count(), unmet.filter(completeness=WHOLE).count())


def _unmet(rule: Rule) -> int:
    lacking = _lacking(rule)
    return 0 if lacking is None else lacking[: MOST_COUNTED + 1].count()


def _lacking(rule: Rule) -> ClientQuerySet | None:
    gap: Case | None = rule.gap()
    if gap is None:
        return None
    clients: ClientQuerySet = Client.objects.live().order_by()
    return clients.alias(gap=gap).filter(gap=1)
