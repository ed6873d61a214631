"""Criteria of the client's own row that are no attributes: name, number, when it was added."""

from __future__ import annotations

from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.criterion import criterion
from atrium.clients.narrowing.kinds import Number, OnDays, Text, within
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext_lazy

criterion(
    Text(
        slug="name",
        label=gettext_lazy("Name"),
        section=gettext_lazy("Basics"),
        column="name_key",
        read=fold,
    )
)
criterion(
    Number(
        slug="number", label=gettext_lazy("Number"), section=gettext_lazy("Basics"), column="number"
    )
)
criterion(
    Text(
        slug="external_id",
        label=gettext_lazy("External ID"),
        section=gettext_lazy("Details"),
        column="external_id",
    )
)
criterion(
    Text(slug="about", label=gettext_lazy("About"), section=gettext_lazy("Details"), column="about")
)
criterion(
    OnDays(
        slug="created",
        label=gettext_lazy("Added"),
        section=gettext_lazy("Activity and figures"),
        between=lambda days, where: Answer(q=within("created_at", days, where)),
    )
)
criterion(
    OnDays(
        slug="active",
        label=gettext_lazy("Recent activity"),
        section=gettext_lazy("Activity and figures"),
        between=lambda days, where: Answer(q=within("active_at", days, where)),
    )
)
criterion(
    Number(
        slug="complete",
        label=gettext_lazy("Details complete"),
        section=gettext_lazy("Activity and figures"),
        column="completeness",
        unit=" %",
    )
)
