"""A statement of account on its way to the client, by mail with its PDF."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from atrium.billing.events import StatementSent
from atrium.billing.mailing import MOST, Proposed
from atrium.billing.models import Seller
from atrium.billing.printed.composing import SPOKEN
from atrium.billing.printed.statement import printed_statement
from atrium.billing.printed.words import language_of, words_in
from atrium.billing.printed.writing import Writing as Wording
from atrium.billing.recipient import account_of
from atrium.clients.reach.asking import reach
from atrium.clients.reach.words import Channel, Purpose
from atrium.conversations.mail.posting import post
from atrium.conversations.mail.writing import Enclosure, Receiver, Writing, one_line
from atrium.conversations.models import Level
from atrium.conversations.richtext import from_plain
from atrium.foundation.errors import Refusal
from atrium.foundation.said import listed, spelled
from atrium.foundation.translation import gettext
from atrium.timeline.acting import acting

if TYPE_CHECKING:
    from atrium.billing.statement import Statement
    from atrium.clients.models import Client
    from atrium.organisations.models import Member

# What the letter says, and how it ends.
_LETTERS = {
    "en": ("Hello,\n\nplease find attached your {what} for {period}.", "Kind regards"),
    "de": (
        "Guten Tag,\n\nanbei erhalten Sie Ihren {what} für {period}.",
        "Mit freundlichen Grüßen",
    ),
    "fr": ("Bonjour,\n\nveuillez trouver ci-joint : {what}, {period}.", "Cordialement"),
    "it": ("Buongiorno,\n\nin allegato: {what}, {period}.", "Cordiali saluti"),
    "es": ("Buenos días:\n\nAdjuntamos: {what}, {period}.", "Un saludo"),
    "nl": ("Goedendag,\n\nbijgaand: {what}, {period}.", "Met vriendelijke groet"),
    "pl": ("Dzień dobry,\n\nw załączeniu: {what}, {period}.", "Z poważaniem"),
}


def file_name(statement: Statement, ending: str = "pdf") -> str:
    """What the file is called."""
    return f"{statement.client.code}-{statement.first}-{statement.last}.{ending}"


def letter_of(statement: Statement, by: Member) -> tuple[str, str]:
    """Subject and words, as they are proposed."""
    client = statement.client
    place = client.organisation
    language = language_of(client.language, SPOKEN.get(place.country, "en"))
    what, wording = words_in(language)["statement"], Wording(language, place.currency)
    said, bye = _LETTERS[language]
    period = wording.period(statement.first, statement.last).replace("\u00a0", " ")
    told = what.lower() if language == "en" else what
    seller = Seller.of(place).snapshot["name"] or place.name
    words = f"{said.format(what=told, period=period)}\n\n{bye}\n{by.name}\n{seller}"
    return f"{what} · {seller}", words


def proposed(client: Client) -> Proposed:
    """Those who are reached for bills; where there are none, the billing address of the account details."""
    ways = frozenset({Channel.EMAIL})
    answer = reach(client, Purpose.BILLING, at=timezone.now(), urgent=True, channels=ways)
    told = [Receiver(way.address, one_line(way.party.name, 200)) for way in answer.reached]
    if not told and (address := account_of(client).get("billing_email")):
        told = [Receiver(address)]
    return Proposed(told, [f"{no.party.name}: {no.reason}" for no in answer.verdicts if not no.yes])


def send(
    statement: Statement, *, by: Member, to: Sequence[Receiver], subject: str, words: str
) -> None:
    """Mail it; refused without receivers, and where somebody does not want to be written to."""
    if not 0 < len(to) <= MOST:
        msg = gettext("Send it to one to {most} people.") if to else gettext("Say whom it goes to.")
        raise Refusal(msg.format(most=MOST), field="to")
    if not (subject := one_line(subject, 300)):
        raise Refusal(gettext("Write a subject."), field="subject")
    client, pdf = statement.client, printed_statement(statement)
    with acting(
        by=by, label=gettext("Sent the statement of {client}").format(client=client)
    ) as act:
        writing = Writing(
            to=list(to),
            subject=subject,
            html=from_plain(words),
            level=Level.ALL,
            purpose=Purpose.BILLING,
            files=[Enclosure(file_name(statement), pdf)],
        )
        post(client, writing, by=by, fetched=True)
        period = listed(
            [spelled(day, "%-d %b %Y") for day in (statement.first, statement.last)], by=" – "
        )
        named = ", ".join(one.name or one.address for one in to)
        act.record(StatementSent(period=period, to=named), client=client)
