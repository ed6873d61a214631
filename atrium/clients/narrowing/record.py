"""Criteria of the client's own row that are no attributes: name, number, when it was added."""

from __future__ import annotations

from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.criterion import criterion
from atrium.clients.narrowing.kinds import Number, OnDays, Text, within
from atrium.foundation.formats.names import fold

criterion(Text(slug="name", label="Name", section="Basics", column="name_key", read=fold))
criterion(Number(slug="number", label="Number", section="Basics", column="number"))
criterion(Text(slug="external_id", label="External ID", section="Details", column="external_id"))
criterion(Text(slug="about", label="About", section="Details", column="about"))
criterion(
    OnDays(
        slug="created",
        label="Added",
        section="Activity and figures",
        between=lambda days, where: Answer(q=within("created_at", days, where)),
    )
)
criterion(
    OnDays(
        slug="active",
        label="Recent activity",
        section="Activity and figures",
        between=lambda days, where: Answer(q=within("active_at", days, where)),
    )
)
criterion(
    Number(
        slug="complete",
        label="Details complete",
        section="Activity and figures",
        column="completeness",
        unit=" %",
    )
)
