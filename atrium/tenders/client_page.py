"""What tenders hang on the client page."""

from __future__ import annotations

from atrium.calendar.facts import day_words
from atrium.clients.events_seen import seen_with
from atrium.clients.page import Attention, Context, action, attention, tab
from atrium.clients.portrait import Portrait
from atrium.clients.taking_back import NEEDS, Need
from atrium.documents.keeping import keeps_folders
from atrium.documents.models import Content, File
from atrium.foundation.addresses import address
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext, gettext_lazy, ngettext, pgettext
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can
from atrium.tenders import facts
from atrium.tenders.lines import lines_of
from atrium.tenders.models import Tender
from atrium.tenders.models.tender import KEEPER
from atrium.tenders.winning import rate_of

__all__ = ["facts"]

MOST = 50
seen_with("tender", Can.TENDERS_SEE)
for _model in ("tender", "tendercontact", "tenderfile"):
    NEEDS[f"tenders.{_model}"] = Need("tenders", Can.TENDERS_WRITE)
for _model in ("tenderstage", "tenderreason"):
    NEEDS[f"tenders.{_model}"] = Need("tender-words", Can.LEXICON_EDIT)


def _named(key: int) -> str:
    tender = Tender.objects.filter(pk=key).first()
    return (
        gettext("the tender {code} {tender}").format(code=tender.code, tender=tender)
        if tender
        else gettext("a tender")
    )


def _take(key: int, content: Content, name: str, by: Member) -> File:
    tender = Tender.objects.visible_to(by).filter(pk=key).select_related("client").first()
    if tender is None or not by.can(Can.TENDERS_WRITE):
        raise Refusal(gettext("This tender is gone, or is not yours to change."))
    tender.organisation = tender.client.organisation = by.organisation
    return tender.attach(content, by=by, name=name)


keeps_folders(KEEPER, _named, _take)


@tab(
    slug="tenders",
    label=gettext_lazy("Tenders"),
    key="o",
    order=13,
    needs=Can.TENDERS_SEE,
    template="tenders/tab.html",
    count="open_tenders",
)
def tenders(request: MemberRequest, portrait: Portrait) -> Context:
    """The open ones by their day, then the decided ones, the latest first; the list has all of them."""
    client, member = portrait.client, portrait.member
    rows = Tender.objects.kept().filter(client=client).select_related("client")
    open_ones = list(rows.open().order_by("due_at", "id")[: MOST + 1])
    decided = list(rows.exclude(outcome="").order_by("-decided_at", "-id")[: MOST + 1])
    return {
        "open_lines": lines_of(open_ones[:MOST], member),
        "decided_lines": lines_of(decided[:MOST], member),
        "more": len(open_ones) > MOST or len(decided) > MOST,
        "rate": rate_of(Tender.objects.filter(client=client)) if decided else None,
        "may_write": member.can(Can.TENDERS_WRITE) and not client.is_archived,
    }


@attention
def overdue(request: MemberRequest, portrait: Portrait) -> list[Attention]:
    """Open tenders whose time is past."""
    client = portrait.client
    late = getattr(client, "overdue_tenders", 0)
    if not late:
        return []
    today = client.organisation.today()
    return [
        Attention(
            icon="file-badge",
            title=ngettext("1 tender is overdue", "{late} tenders are overdue", late).format(
                late=late
            ),
            reason=gettext("Since {day}").format(day=day_words(client.next_tender, today)),
            tone="bad",
            action=pgettext("verb", "Open"),
            url=address("client-tab", client.organisation.slug, client.number, "tenders"),
            order=26,
            dialog=False,
        )
    ]


action(
    slug="tender",
    label=gettext_lazy("Add tender"),
    icon="file-badge",
    order=12,
    needs=Can.TENDERS_WRITE,
    url_name="client-tender-new",
    dialog=False,
    when=lambda client: not client.is_archived,
)
