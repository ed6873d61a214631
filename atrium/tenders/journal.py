"""How tenders are taken back by an undo, and what follows when their words change."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.timezone import now

from atrium.documents.models.kept import bin_kept
from atrium.tenders.models import Tender
from atrium.tenders.models.tender import KEEPER
from atrium.timeline.acting import Acting
from atrium.timeline.finishing import whenever
from atrium.timeline.undoing import withdraws


@withdraws("tenders.tender")
def withdraw_tenders(act: Acting, tenders: list[Tender]) -> None:
    """The number of a tender was given once and for all: it goes out of sight with its documents, its row stays."""
    act.change_many(tenders, binned_at=now())
    bin_kept([f"{KEEPER}:{tender.pk}" for tender in tenders], act)


@whenever("tenders.tenderstage", "tenders.tenderreason")
def forget_the_words(rows: Iterable[models.Model]) -> None:
    """Let every process read the words anew, also after an undo."""
    for row in list(rows)[:1]:
        row.organisation.forget_lexicon()  # type: ignore[attr-defined]
