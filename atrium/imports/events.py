from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from atrium.foundation.said import within
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.timeline.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class ClientImported(Kind):
    code = "import.client_added"
    called = gettext_lazy("Client imported")
    sentence = gettext_lazy("{actor} imported the client from <b>{file}</b>, row {row}")
    icon = "file-input"

    number: int
    file: str
    row: int


@dataclass(frozen=True, kw_only=True)
class ClientUpdatedByImport(Kind):
    """What a row of a file changed; ``changes`` are [label, before, after] in words."""

    code = "import.client_updated"
    called = gettext_lazy("Client updated by import")
    sentence = gettext_lazy("{actor} updated the client from <b>{file}</b>, row {row}")
    icon = "file-input"
    wipes = frozenset({"changes"})

    number: int
    file: str
    row: int
    changes: list[list[str]]

    def tell(self, *, actor: object, client: object) -> SafeString:
        told = format_html_join(
            "; ",
            "{} {} <b>{}</b>",
            (
                (
                    within(label, noun=True),
                    gettext("from “{before}” to").format(before=before)
                    if before
                    else gettext("is now"),
                    after,
                )
                for label, before, after in self.changes[:6]
            ),
        )
        rest = len(self.changes) - 6
        more = gettext(" and {rest} more").format(rest=rest) if rest > 0 else ""
        said = super().tell(actor=actor, client=client)
        return format_html("{}: {}{}", said, told, more) if self.changes else said

    def text(self) -> str:
        return " ".join(str(word) for change in self.changes for word in change)
