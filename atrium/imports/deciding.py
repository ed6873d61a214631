"""What someone decides about rows of a plan: the decision is part of the plan that runs (X03)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.imports.models.row import ImportRow, Outcome
from atrium.imports.models.stage import Stage
from atrium.imports.planning import tell_differences
from atrium.imports.words import Words
from atrium.imports.work.sorts import CLIENTS
from atrium.organisations.bulk import bulk_set
from atrium.organisations.models import Member

if TYPE_CHECKING:
    from atrium.imports.models.import_ import Import

AT_A_TIME = 500
DECISIONS = {
    Outcome.CREATE: gettext_lazy("Add as new"),
    Outcome.UPDATE: gettext_lazy("Update the client"),
    Outcome.SKIP: gettext_lazy("Leave out"),
}
_REASONS = {
    Outcome.CREATE: gettext_lazy("Decided: added as a client of its own."),
    Outcome.SKIP: gettext_lazy("Decided: left out."),
}
_KEPT = ["outcome", "client", "joins", "reason", "differences", "decided"]


class Decider:
    """Decides about the rows of one import that is planned and has not run."""

    def __init__(self, of_import: Import, *, by: Member) -> None:
        if of_import.what != CLIENTS:
            msg = gettext(
                "What becomes of these rows follows from their numbers; leave rows out of the file."
            )
            raise Refusal(msg)
        self._import = of_import
        self._seen = Client.objects.visible_to(of_import.sender).live()
        if by.pk != of_import.sender.pk:
            self._seen = self._seen.filter(pk__in=Client.objects.visible_to(by).values("pk"))
        self._words = Words(of_import.organisation, of_import.sender)

    def decide(self, numbers: Iterable[int], what: Outcome, *, client: Client | None = None) -> int:
        """Decide about these rows of the file; answers how many there are.

        Refused for a row that failed, one that is not there, and an update without one client.
        """
        wanted = set(numbers)
        rows = self._import.rows_of_file.filter(number__in=wanted)
        if rows.exclude(outcome=Outcome.FAIL).count() < len(wanted):
            raise Refusal(
                gettext("A row that failed, or that is not in the file, cannot be decided.")
            )
        return self._each(rows, what, client, strict=True)

    def decide_all(self, similar: str, what: Outcome) -> int:
        """Decide about every row that looks like a client here, or like another row.

        An update takes those that look like exactly one client.
        """
        rows = self._import.rows_of_file.filter(similar=similar).exclude(outcome=Outcome.FAIL)
        return self._each(rows, what, None, strict=False)

    @transaction.atomic
    def _each(
        self, rows: QuerySet[ImportRow], what: Outcome, client: Client | None, *, strict: bool
    ) -> int:
        # Under the lock, so that no run begins in between.
        type(self._import).objects.select_for_update().get(pk=self._import.pk)
        self._import.refresh_from_db(fields=["stage"])
        self._import.refuse_unless(Stage.PLANNED)
        count = last = 0
        while some := list(rows.filter(number__gt=last).order_by("number")[:AT_A_TIME]):
            last = some[-1].number
            chosen = self._chosen(some, what, client, strict=strict)
            tell_differences(chosen, self._words)
            bulk_set(chosen, _KEPT)
            self._follow([row.number for row in chosen], what)
            count += len(chosen)
        self._import.count()
        return count

    def _chosen(
        self, rows: list[ImportRow], what: Outcome, client: Client | None, *, strict: bool
    ) -> list[ImportRow]:
        found = self._candidates(rows, client) if what == Outcome.UPDATE else {}
        chosen = []
        for row in rows:
            about = [found[key] for key in self._asked(row, client) if key in found]
            if what == Outcome.UPDATE and len(about) != 1:
                if strict:
                    msg = gettext(
                        "Row {number}: choose the client to update; it must be live and one that you "
                        "see."
                    ).format(number=row.number)
                    raise Refusal(msg, field="client")
                continue
            row.outcome, row.decided, row.joins, row.differences = what, True, None, []
            row.client = about[0] if about else None
            row.reason = _REASONS.get(what) or gettext("Decided: updates {code} {about}.").format(
                code=about[0].code, about=about[0]
            )
            chosen.append(row)
        return chosen

    @staticmethod
    def _asked(row: ImportRow, client: Client | None) -> list[int]:
        return [client.pk] if client is not None else row.candidates

    def _candidates(self, rows: list[ImportRow], client: Client | None) -> dict[int, Client]:
        keys = {key for row in rows for key in self._asked(row, client)}
        return {one.pk: one for one in self._seen.filter(pk__in=keys)}

    def _follow(self, numbers: list[int], what: Outcome) -> None:
        """Rows that only add to a row go with it: left out where it is, else back in."""
        follow = self._import.rows_of_file.filter(joins__in=numbers, decided=False)
        follow.update(outcome=Outcome.SKIP if what == Outcome.SKIP else Outcome.UPDATE)
