"""The organisation's kinds of documents, read once per process and version of its words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.db import models

from atrium.documents.models.document_kind import FIRST, DocumentKind
from atrium.foundation.formats.names import fold
from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.organisations.founding import at_founding
from atrium.organisations.models import Organisation
from atrium.timeline.acting import acting


def kinds_of(organisation: Organisation) -> dict[int, DocumentKind]:
    """The kinds by key, in their order. The rows are shared between requests: never change them."""
    return _read(organisation.pk, organisation.lexicon_version)


@lru_cache(maxsize=200)
def _read(organisation_id: int, version: int) -> dict[int, DocumentKind]:
    with current.entered(organisation_id):
        return {kind.pk: kind for kind in DocumentKind.objects.all()}


def forget_kinds(touched: Iterable[models.Model]) -> None:
    """The list changed: the version of the organisation's words does too."""
    for organisation in {row.organisation for row in touched if isinstance(row, DocumentKind)}:
        organisation.forget_lexicon()


@at_founding
def first_kinds(organisation: Organisation) -> None:
    """Kinds of documents that suit most."""
    with acting(by=None, label=gettext("Kinds of documents to begin with")) as act:
        act.insert_many(
            DocumentKind(label=str(label), label_key=fold(str(label)), position=place)
            for place, label in enumerate(FIRST)
        )
