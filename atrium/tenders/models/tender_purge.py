from __future__ import annotations

from django.utils.timezone import now

from atrium.foundation.translation import gettext
from atrium.tenders.models.tender import Tender
from atrium.tenders.models.tender_contact import TenderContact
from atrium.tenders.models.tender_file import TenderFile
from atrium.timeline.acting import acting


def purge(tender: Tender) -> None:
    """Take away what a tender in the bin said and whom it knew; its row stays, so that its number stays given."""
    label = gettext("Emptied {code} out of the bin").format(code=tender.code)
    with acting(by=None, label=label) as act:
        act.lock(tender)
        if not Tender.objects.all().to_purge(now()).filter(pk=tender.pk).exists():
            return
        for model in (TenderContact, TenderFile):
            act.remove_many(model.objects.filter(tender=tender))
        blank = {"title": "", "description": "", "notes": "", "comment": ""}
        act.change(tender, purged_at=now(), **blank)
