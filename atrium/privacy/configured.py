"""What personal data puts into the configuration of an organisation: purposes, and how long to keep."""

from __future__ import annotations

from typing import Any

from atrium.clients.models import Status
from atrium.clients.word_part import WordPart
from atrium.configuration.part import Entry, Kind, Part, configures, left_out
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.privacy.models import RetentionRule
from atrium.privacy.words import PURPOSES


class RetentionPart(Part):
    """For how many months which sort of record is kept; statuses stand by their labels."""

    slug, label, order = "retention", gettext_lazy("How long to keep"), 700
    needs = Can.PRIVACY_MANAGE
    model = RetentionRule
    says = {"sort": Kind.TEXT, "months": Kind.NUMBER, "statuses": Kind.TEXTS}
    # How far a run is, and who decided.
    unsaid = frozenset({"reached_at", "reached_id", "changed_by", "changed_at"})
    key = ("sort",)
    warning = gettext_lazy("What is older goes in the coming night and does not come back.")

    def rows(self, by: Member) -> list[Any]:
        return list(RetentionRule.objects.order_by("sort"))

    def entry(self, row: Any) -> Entry:
        named = {str(each.public_id): each.label for each in Status.objects.all()}
        labels = sorted(named.get(key, key) for key in row.statuses)
        return super().entry(row) | {"statuses": labels}

    def add(self, entry: Entry, *, by: Member) -> None:
        self._keep({"months": 0, "statuses": [], **entry}, by)

    def change(self, row: Any, entry: Entry, *, by: Member) -> None:
        told = self.entry(row) | entry
        if sorted(told["statuses"]) != self.entry(row)["statuses"] or told["months"] != row.months:
            self._keep(told, by)

    def _keep(self, told: Entry, by: Member) -> None:
        named = {each.label: each.public_id for each in Status.objects.all()}
        if strange := set(told["statuses"]) - set(named):
            msg = gettext("There is no status “{label}” here.")
            raise Refusal(msg.format(label=min(strange)[:60]))
        keys = [named[label] for label in told["statuses"]]
        RetentionRule.keep(told["sort"], by=by, months=told["months"], statuses=keys)


configures(WordPart(PURPOSES, order=340), RetentionPart())
left_out(
    gettext_lazy("Personal data"),
    gettext_lazy("Archives and erasures tell what happened, and set nothing."),
    "privacy.dossier",
    "privacy.erasure",
    "privacy.retentionrun",
)
