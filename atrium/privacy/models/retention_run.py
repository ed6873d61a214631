from __future__ import annotations

from django.db import models, transaction
from django.utils.timezone import now

from atrium.foundation.formats.spoken import spoken
from atrium.foundation.said import listed
from atrium.foundation.translation import gettext
from atrium.organisations.models import Counter
from atrium.organisations.owned import Owned
from atrium.privacy.models.retention_rule import RetentionRule
from atrium.privacy.purging import purge_words
from atrium.privacy.retention.sort import RETENTION
from atrium.timeline.acting import acting


class RetentionRun(Owned):
    """That what was kept long enough went: when, and how many of which sort; not what it was.

    One that was cut short goes on where it was: what is gone is counted with it, portion by portion.
    """

    number = models.PositiveBigIntegerField()
    figures: models.JSONField[dict[str, int]] = models.JSONField(default=dict)
    started_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"], name="retention_run_number_once"
            )
        ]

    def __str__(self) -> str:
        return gettext("Run {number}").format(number=self.number)

    @classmethod
    def go(cls) -> RetentionRun | None:
        """Let everything go whose time is over; the run, or None where nothing had to."""
        for rule in RetentionRule.objects.order_by("id"):
            while cls.portion(rule):
                pass
        run: RetentionRun | None = cls.objects.filter(finished_at=None).first()
        if run is not None:
            purge_words()
            run.finish()
        return run

    @classmethod
    def portion(cls, rule: RetentionRule) -> int:
        """Let the next portion of a rule go and count it with it; how many rows it was."""
        with transaction.atomic():
            count = rule.go_on()
            if count:
                run: RetentionRun | None = (
                    cls.objects.select_for_update().filter(finished_at=None).first()
                )
                if run is None:
                    [number] = Counter.take("retention-run")
                    run = cls.objects.create(number=number)
                run.figures[rule.sort] = run.figures.get(rule.sort, 0) + count
                run.save(update_fields=["figures"])
        return count

    def finish(self) -> None:
        """Tell in the log of the settings what went."""
        label = gettext("Let go what was kept long enough: {told}").format(told=self.told)
        with acting(by=None, label=label) as act:
            act.change(act.lock(self), finished_at=now())

    @property
    def told(self) -> str:
        """The figures in words."""
        return listed(
            RETENTION[sort].counted(count) if sort in RETENTION else f"{spoken(count):,} {sort}"
            for sort, count in sorted(self.figures.items())
        )

    @property
    def total(self) -> int:
        return sum(self.figures.values())
