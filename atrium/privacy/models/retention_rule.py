from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.timezone import now

from atrium.clients.models import Status
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.organisations.permissions import Can
from atrium.privacy.retention.sort import RETENTION, RetentionSort, Rows
from atrium.timeline.acting import acting

LONGEST = 1200
_DECIDED = ("months", "statuses", "reached_at", "reached_id")


class RetentionRule(Owned):
    """For how many months a sort of record is kept; then it goes by itself, portion by portion.

    ``statuses``: of clients in which status, by their public ids, where the sort asks for it.
    ``reached_at`` and ``reached_id``: the last event that was emptied, where the sort is of events.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    sort = models.CharField(max_length=30)
    months = models.PositiveSmallIntegerField()
    statuses: models.JSONField[list[str]] = models.JSONField(default=list)
    reached_at = models.DateTimeField(null=True)
    reached_id = models.BigIntegerField(null=True)
    changed_by = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    changed_at = models.DateTimeField(default=now)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sort"], name="one_retention_rule"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="retention_rule_by_public_id"
            ),
            SameOrganisation("changed_by"),
        ]

    def __str__(self) -> str:
        return f"{self.what.label}: {self.lasts}"

    @classmethod
    def standing(cls) -> dict[str, RetentionRule]:
        """The rules in force, by their sort."""
        return {row.sort: row for row in cls.objects.select_related("changed_by")}

    @classmethod
    def draft(cls, sort: str, *, months: int, statuses: Iterable[Any] = ()) -> RetentionRule:
        """The rule as it would be, not saved; refused where it must not be."""
        row: RetentionRule = cls.objects.filter(sort=sort).first() or cls(sort=sort)
        row.months, row.statuses = months, sorted({str(key) for key in statuses})
        row._refuse_unfit()
        return row

    @classmethod
    def keep(
        cls, sort: str, *, by: Member, months: int, statuses: Iterable[Any] = ()
    ) -> RetentionRule:
        """Let this sort go after so many months from now on; refused where the law wants longer."""
        _refuse_who_may_not(by)
        row = cls.draft(sort, months=months, statuses=statuses)
        values = {"months": row.months, "statuses": row.statuses}
        values |= {"changed_by": by, "changed_at": now()}
        with acting(
            by=by,
            label=gettext("Set how long to keep: {what}, {lasts}").format(
                what=row.what.label, lasts=row.lasts
            ),
        ) as act:
            if row._state.adding:
                act.insert(cls(sort=sort, **values))
            else:
                act.change(act.lock(row), **values)
        kept: RetentionRule = cls.objects.get(sort=sort)
        return kept

    def end(self, *, by: Member) -> None:
        """Keep this sort for as long as nobody removes it."""
        _refuse_who_may_not(by)
        with acting(
            by=by, label=gettext("Keep without end: {what}").format(what=self.what.label)
        ) as act:
            act.remove(act.lock(self))

    def pending(self) -> Rows:
        """What would go now."""
        return self.what.rows(self, self.before)

    def go_on(self) -> int:
        """Let the next portion go; how many rows it was.

        Nothing where somebody ended the rule meanwhile, or where the law came to want it longer.
        """
        with transaction.atomic():
            standing = RetentionRule.objects.select_for_update(of=("self",)).filter(pk=self.pk)
            if not standing.exists():
                return 0
            self.refresh_from_db(fields=_DECIDED)
            if self.months < self.what.lowest(self.organisation):
                return 0
            rows = list(self.pending()[: self.what.at_a_time])
            if rows:
                self.what.take(self, rows)
        return len(rows)

    @property
    def what(self) -> RetentionSort:
        return RETENTION[self.sort]

    @property
    def before(self) -> datetime:
        """What is older goes."""
        today = self.organisation.local(now())
        year, month = divmod(today.year * 12 + today.month - 1 - self.months, 12)
        day = min(today.day, monthrange(year, month + 1)[1])
        return today.replace(year=year, month=month + 1, day=day)

    @property
    def lasts(self) -> str:
        """The time in words."""
        years, rest = divmod(self.months, 12)
        count, unit = (self.months, "month") if rest else (years, "year")
        return f"{count} {unit}{'' if count == 1 else 's'}"

    def _refuse_unfit(self) -> None:
        if self.sort not in RETENTION:
            msg = gettext("“{sort}” is nothing that goes after a time: {slugs}.").format(
                sort=self.sort, slugs=", ".join(s.slug for s in RETENTION)
            )
            raise Refusal(msg, field="sort")
        lowest = self.what.lowest(self.organisation)
        if not lowest <= self.months <= LONGEST:
            words = (
                gettext(
                    "Choose between {lowest} and {longest:,} months. "
                    "The law wants it kept for {years} years."
                )
                if lowest > 1
                else gettext("Choose between {lowest} and {longest:,} months.")
            )
            msg = words.format(lowest=lowest, longest=spoken(LONGEST), years=lowest // 12)
            raise Refusal(msg, field="months")
        known = {str(key) for key in Status.objects.values_list("public_id", flat=True)}
        if self.what.asks_statuses and not self.statuses:
            raise Refusal(gettext("Say of clients in which status."), field="statuses")
        if not self.what.asks_statuses and self.statuses:
            raise Refusal(gettext("This sort knows no statuses; leave them out."), field="statuses")
        if not known >= {*self.statuses}:
            raise Refusal(gettext("There is no such status."), field="statuses")


def _refuse_who_may_not(by: Member) -> None:
    if not by.can(Can.PRIVACY_MANAGE):
        raise Refusal(gettext("{by} may not do this; ask an admin or an owner.").format(by=by))
