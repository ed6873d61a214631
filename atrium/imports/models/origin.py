"""Where an import comes from, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.imports.models.import_ import Import


def summary_of(row: Import) -> str:
    """Where it comes from, who sent it, when."""
    words = (
        gettext("From {source}, sent by {by} on {when:%-d %B %Y at %H:%M}.")
        if row.is_of_a_known_program
        else gettext("Sent by {by} on {when:%-d %B %Y at %H:%M}.")
    )
    when = row.organisation.local(row.created_at)
    return words.format(source=row.source, by=row.by, when=spoken(when))
