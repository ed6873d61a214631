"""An invoice on its way to the client: whom it goes to, the mail with its paper, and each one's own link."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.html import escape

from atrium.billing.letters import link_words
from atrium.billing.models import How, Invoice, InvoiceLink
from atrium.billing.printed.keeping import name_of, paper_of
from atrium.clients.reach.asking import reach
from atrium.clients.reach.speaking import spoken_to
from atrium.clients.reach.words import Channel, Purpose
from atrium.conversations.mail.marking import fills_marks
from atrium.conversations.mail.posting import post
from atrium.conversations.mail.writing import Enclosure, Receiver, Writing, one_line
from atrium.conversations.models import Level
from atrium.conversations.richtext import from_plain
from atrium.foundation.addresses import address
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from atrium.clients.models import Client
    from atrium.conversations.models import Message
    from atrium.organisations.models import Member

MOST = 10
_KEY = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_MARK = re.compile(rf"https?://[^\s\"'<>]{{1,300}}/invoices/{_KEY}/paper\.pdf\?link={_KEY}")


@dataclass(frozen=True)
class Proposed:
    """Whom an invoice goes to by the client's preferences, and who is not written to, with the reason."""

    receivers: list[Receiver]
    barred: list[str]


def proposed(invoice: Invoice) -> Proposed:
    """Those who are reached for bills; where there are none, the billing address of the account details."""
    return reached_for_bills(invoice.client, invoice.recipient.get("email", ""))


def reached_for_bills(client: Client, otherwise: str) -> Proposed:
    """Those of a client who are reached for bills by mail; where there are none, the address given."""
    ways = frozenset({Channel.EMAIL})
    answer = reach(client, Purpose.BILLING, at=timezone.now(), urgent=True, channels=ways)
    told = [Receiver(way.address, one_line(way.party.name, 200)) for way in answer.reached]
    if not told and otherwise:
        told = [Receiver(otherwise)]
    no = [f"{one.party.name}: {one.reason}" for one in answer.verdicts if not one.yes]
    return Proposed(told, no)


def send(
    invoice: Invoice,
    *,
    by: Member | None,
    to: Sequence[Receiver],
    subject: str,
    words: str,
    writer: Member | None = None,
) -> None:
    """Mail it to each of them with its paper and a link of their own; the timeline tells it once.

    ``by`` None: Atrium itself, in the name of ``writer``.
    Refused for a draft, without receivers, and where somebody does not want to be written to.
    """
    sender = writer or by
    assert sender is not None, "what Atrium sends by itself has a writer"
    invoice.refuse_draft()
    if not to or len(to) > MOST:
        msg = (
            gettext("Say whom it goes to.")
            if not to
            else gettext("Send it to at most {most} people at once.").format(most=MOST)
        )
        raise Refusal(msg, field="to")
    subject = one_line(subject, 300)
    if not subject:
        raise Refusal(gettext("Write a subject."), field="subject")
    paper = Enclosure(name_of(invoice), paper_of(invoice).content)
    with acting(by=by, label=gettext("Sent {invoice}").format(invoice=invoice)) as act:
        invoice.lock_for_change(act)
        for one in to:
            link = InvoiceLink.give(invoice, one.address.casefold(), act)
            html = from_plain(words) + _link(invoice, link)
            writing = Writing(
                to=[one],
                subject=subject,
                html=html,
                level=Level.ALL,
                purpose=Purpose.BILLING,
                files=[paper],
            )
            post(invoice.client, writing, by=sender, fetched=True)
        named = ", ".join(one.name or one.address for one in to)
        invoice.record_sent(to=named, by=by, how=How.EMAIL)


def _link(invoice: Invoice, link: InvoiceLink) -> str:
    place = invoice.client.organisation.slug
    path = address("invoice-pdf", place, invoice.public_id)
    url = f"{settings.BASE_URL}{path}?link={link.public_id}"
    return f'<p><a href="{url}">{escape(link_words(invoice))}</a></p>'


@fills_marks
def own_links(message: Message, text: str) -> str:
    """Each mark as the link of its receiver, where the message goes to them and to nobody else."""
    if "?link=" not in text:
        return text
    goes_to = {party.address_key for party in message.receivers}

    def own(found: re.Match[str]) -> str:
        rows = InvoiceLink.objects.filter(revoked_at=None)
        link = rows.filter(public_id=UUID(found[2]), invoice__public_id=UUID(found[1])).first()
        if link is None or goes_to != {link.address.casefold()}:
            return found[0]
        return f"{settings.BASE_URL}{address('bill', link.token())}"

    return _MARK.sub(own, text)


@contextmanager
def opened(token: str) -> Iterator[InvoiceLink | None]:
    """The link of this token, inside its organisation; None where it opens nothing any more."""
    found = InvoiceLink.key_in(token)
    if found is None:
        yield None
        return
    place, key = found
    with current.entered(place):
        rows = InvoiceLink.objects.filter(~Q(invoice__number=None), revoked_at=None)
        rows = rows.select_related("invoice__client__organisation", "invoice__credits")
        link = rows.filter(public_id=key).first()
        if link is None:
            yield None
            return
        with spoken_to(link.invoice.client):
            yield link
