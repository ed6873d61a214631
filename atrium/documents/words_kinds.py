"""The list of kinds of documents among the organisation's own words in its settings."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef

from atrium.clients import word_forms
from atrium.clients.words import LISTS, WordList, chosen_word
from atrium.documents.models import DocumentKind, File
from atrium.foundation.translation import gettext_lazy, ngettext
from atrium.organisations.models import Member


def _retire(kind: DocumentKind, by: Member, data: dict[str, Any]) -> None:
    kind.retire(by=by, into=chosen_word(DocumentKind, data))


LISTS.add(
    "document-kinds",
    WordList(
        slug="document-kinds",
        model=DocumentKind,
        title=gettext_lazy("Kinds of documents"),
        text=gettext_lazy("What a file of a client is: a contract, a report, a kind of your own."),
        icon="files",
        form=word_forms.WordForm,
        retire=_retire,
        uses=lambda: File.objects.filter(kind=OuterRef("pk")),
        used_by=lambda count: ngettext("{count} document", "{count} documents", count),
        asks=gettext_lazy("Its documents become"),
        nobody=gettext_lazy("No other kind"),
    ),
)
