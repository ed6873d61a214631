"""What the timeline tells: the words go, that something happened stays."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext_lazy, ngettext
from atrium.organisations.models import Organisation
from atrium.privacy.retention.emptying import empty_events
from atrium.privacy.retention.sort import RetentionSort, Rows, retains
from atrium.timeline.kinds import KINDS, Strand
from atrium.timeline.models import Event

if TYPE_CHECKING:
    from atrium.privacy.models.retention_rule import RetentionRule

# Years for which books and what proves them must be kept, where they are shorter than USUAL or
# equal: the commercial and tax codes of the countries, as of 2025.
USUAL = 10
_YEARS = {"AT": 7, "AU": 7, "CA": 6, "DK": 5, "ES": 6, "GB": 6, "IE": 6, "NL": 7, "NO": 5, "PL": 5, "SE": 7, "US": 7}  # fmt: skip


def legal_years(country: str) -> int:
    """For how many years the business record has to be kept there."""
    return _YEARS.get(country, USUAL)


class _Told(RetentionSort):
    """Events of one strand, walked by where the rule is: nothing is read twice."""

    strand: ClassVar[Strand]
    becomes = gettext_lazy(
        "Names, numbers and words are emptied. That something happened, and when, stays."
    )
    at_a_time = 500

    def counted(self, count: int) -> str:
        return ngettext("{count:,} entry", "{count:,} entries", count).format(count=spoken(count))

    def rows(self, rule: RetentionRule, before: datetime) -> Rows:
        kinds = [kind.code for kind in KINDS if kind.wipes and kind.strand == self.strand]
        old = Event.objects.filter(strand=self.strand, kind__in=kinds, at__lt=before)
        if rule.reached_at is not None and rule.reached_id is not None:
            old = old.after(rule.reached_at, rule.reached_id)
        rows: Rows = old.select_related("client", "actor").order_by("at", "id")
        return rows

    def take(self, rule: RetentionRule, rows: list[Any]) -> None:
        empty_events(rows)
        last = rows[-1]
        type(rule).objects.filter(pk=rule.pk).update(reached_at=last.at, reached_id=last.pk)
        rule.reached_at, rule.reached_id = last.at, last.pk

    def named(self, row: Any) -> str:
        return f"{spoken(row.organisation.local(row.at)):%-d %b %Y}: {row.client}: {_plain(row)}"


def _plain(event: Event) -> str:
    return event.kind.replace(".", " ").replace("_", " ")


@retains
class ToldTalk(_Told):
    order = 50
    slug, label, strand = "timeline-talk", gettext_lazy("Timeline: what was said"), Strand.TALK


@retains
class ToldWork(_Told):
    order = 51
    slug, label, strand = "timeline-work", gettext_lazy("Timeline: work"), Strand.WORK


@retains
class ToldMoney(_Told):
    order = 52
    slug, label, strand = "timeline-money", gettext_lazy("Timeline: money"), Strand.MONEY
    stays = gettext_lazy(
        "Numbers, dates and amounts stay for ever. The law says how long the rest has to be kept."
    )

    def lowest(self, organisation: Organisation) -> int:
        return 12 * legal_years(organisation.country)
