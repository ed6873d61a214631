"""What was made along the way: notifications, and the files and rows of imports."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy, ngettext
from atrium.imports.models import Import, ImportRow
from atrium.imports.models.stage import Stage
from atrium.notifications.models import Delivery, Notification
from atrium.organisations.permissions import Can
from atrium.privacy.retention.sort import RetentionSort, Rows, retains
from atrium.privacy.wiping import drop, removed

if TYPE_CHECKING:
    from atrium.privacy.models.retention_rule import RetentionRule

_UNDER_WAY = (Stage.PLANNING, Stage.RUNNING, Stage.UNDOING)


@retains
class Notifications(RetentionSort):
    order = 60
    slug, label = "notifications", gettext_lazy("Notifications")
    becomes = gettext_lazy("Removed, read or not, with the record of the mail that told of it.")
    at_a_time = 500

    def counted(self, count: int) -> str:
        return ngettext("{count:,} notification", "{count:,} notifications", count).format(
            count=spoken(count)
        )

    def rows(self, rule: RetentionRule, before: datetime) -> Rows:
        rows: Rows = Notification.objects.filter(Q(event__at__lt=before) | Q(noticed_at__lt=before))
        return rows.select_related("member", "event", "client").order_by("id")

    def take(self, rule: RetentionRule, rows: list[Any]) -> None:
        removed(Delivery.objects.filter(event__in={row.event_id for row in rows if row.event_id}))
        removed(Notification.objects.filter(pk__in=[row.pk for row in rows]))

    def named(self, row: Any) -> str:
        return gettext("{local:%-d %b %Y}: {member} about {client}").format(
            local=spoken(row.organisation.local(row.at)), member=row.member, client=row.about
        )


@retains
class Imports(RetentionSort):
    order = 70
    slug, label = "imports", gettext_lazy("Files and rows of imports")
    client = ""
    needs = Can.IMPORTS_RUN
    becomes = gettext_lazy(
        "The file and what its rows said are removed. The clients that it brought stay, and it can still be undone."
    )
    at_a_time = 5

    def counted(self, count: int) -> str:
        return ngettext("{count:,} import", "{count:,} imports", count).format(count=spoken(count))

    def rows(self, rule: RetentionRule, before: datetime) -> Rows:
        old = Import.objects.filter(created_at__lt=before).exclude(stored_as="")
        rows: Rows = old.exclude(stage__in=_UNDER_WAY).order_by("created_at", "id")
        return rows

    def take(self, rule: RetentionRule, rows: list[Any]) -> None:
        keys = [row.pk for row in rows]
        said = ImportRow.objects.filter(of_import__in=keys)
        said.update(raw={}, candidates=[], differences=[], reason="")
        Import.objects.filter(pk__in=keys).update(stored_as="", told=[], remarks=[])
        drop([row.stored_as for row in rows])
