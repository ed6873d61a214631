"""What files hang on the client page."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from atrium.clients.events_seen import said_beside, seen_with
from atrium.clients.page import Attention, Context, action, attention, panel, tab
from atrium.clients.portrait import Portrait
from atrium.clients.taking_back import DECIDED_WHERE, NEEDS, Need
from atrium.clients.telling import NO_UNDO
from atrium.documents.facts import SOON, expiry
from atrium.documents.kinds import kinds_of
from atrium.documents.models.upload import PART
from atrium.documents.shelf import Shelf
from atrium.documents.words import told_of
from atrium.foundation.addresses import address
from atrium.foundation.translation import gettext, gettext_lazy, pgettext
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.timeline.models import Operation

LOOK = "documents-look"

for _prefix in ("file", "folder", "share", "agreement"):
    seen_with(_prefix, Can.DOCUMENTS_SEE)
for _model in ("file", "fileversion", "folder", "agreement"):
    NEEDS[f"documents.{_model}"] = Need("documents", Can.DOCUMENTS_EDIT)
NEEDS["documents.share"] = Need("documents", Can.DOCUMENTS_SHARE)
# A link that was taken back opens nothing for ever; a new one is given.
DECIDED_WHERE.append(
    Q(model="documents.share", operation=Operation.UPDATE, after__has_key="revoked_at")
)
NEEDS["documents.documentkind"] = Need("documents", Can.LEXICON_EDIT)
# A link that left cannot be called back but by taking it back.
NO_UNDO |= {"share.given", "share.opened", "share.revoked", "file.expiring", "agreement.expiring"}
said_beside(told_of)


@tab(
    slug="documents",
    label=gettext_lazy("Documents"),
    key="f",
    order=32,
    needs=Can.DOCUMENTS_SEE,
    template="documents/tab.html",
    count="files",
)
def documents(request: MemberRequest, portrait: Portrait) -> Context:
    """Recent files, folders and loose files; or a folder, the bin, what a search finds (C14)."""
    client, member = portrait.client, portrait.member
    live = not client.is_archived
    shelf = Shelf.read(client, member, request.GET, request.COOKIES.get(LOOK, ""))
    may_edit = live and member.can(Can.DOCUMENTS_EDIT)
    return {
        "shelf": shelf,
        "moves": may_edit and not (shelf.is_kept or shelf.binned),
        "kinds": kinds_of(member.organisation).values(),
        "part": PART,
        "may_edit": may_edit,
        "may_add": may_edit and not (shelf.is_kept or shelf.binned),
        "may_share": live and member.can(Can.DOCUMENTS_SHARE),
    }


action(
    slug="upload",
    label=gettext_lazy("Upload files"),
    icon="upload",
    order=18,
    needs=Can.DOCUMENTS_EDIT,
    url_name="file-add",
    dialog=False,
    when=lambda client: not client.is_archived,
)


@attention
def expiring(request: MemberRequest, portrait: Portrait) -> list[Attention]:
    """The document that expires first, where that is soon."""
    client: Any = portrait.client
    day = getattr(client, "next_expiry", None)
    place = client.organisation
    if day is None or (day - place.today()).days > SOON:
        return []
    words, tone = expiry(day, place.today())
    return [
        Attention(
            icon="file-clock",
            title=gettext("A document expires")
            if tone == "warn"
            else gettext("A document has expired"),
            reason=words,
            tone=tone,
            action=pgettext("verb", "Open"),
            url=f"{address('client-tab', place.slug, client.number, 'documents')}?sort=changed",
            order=35,
            dialog=False,
        )
    ]


@attention
def agreement_ends(request: MemberRequest, portrait: Portrait) -> list[Attention]:
    """The agreement that ends first, where that is soon or was."""
    client: Any = portrait.client
    day = getattr(client, "agreement_ends", None)
    place = client.organisation
    if day is None or (day - place.today()).days > SOON:
        return []
    words, tone = expiry(day, place.today())
    return [
        Attention(
            icon="handshake",
            title=gettext("An agreement ends")
            if tone == "warn"
            else gettext("An agreement has ended"),
            reason=words,
            tone=tone,
            action=pgettext("verb", "Open"),
            url=address("client-agreements", place.slug, client.number),
            order=36,
            dialog=False,
        )
    ]


@panel(
    slug="agreements",
    side="right",
    order=15,
    needs=Can.DOCUMENTS_SEE,
    template="documents/agreements/later.html",
)
def agreements(request: MemberRequest, portrait: Portrait) -> Context:
    """Nothing yet: it reads itself when one scrolls to it."""
    return {}
