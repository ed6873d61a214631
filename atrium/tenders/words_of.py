"""The stages of an organisation's tenders and the reasons for what became of them, without a query."""

from __future__ import annotations

from atrium.clients import lexicon
from atrium.organisations.models import Organisation
from atrium.tenders.models import TenderReason, TenderStage


def stages_of(organisation: Organisation) -> dict[int, TenderStage]:
    """The stages by their key, in order. The rows are shared: read them, never change them."""
    return lexicon.of(organisation).further["tender-stages"]


def reasons_of(organisation: Organisation) -> dict[int, TenderReason]:
    """The reasons by their key, in order, shared as well."""
    return lexicon.of(organisation).further["tender-reasons"]


lexicon.keeps_words("tender-stages", lambda: {one.pk: one for one in TenderStage.objects.all()})
lexicon.keeps_words("tender-reasons", lambda: {one.pk: one for one in TenderReason.objects.all()})
