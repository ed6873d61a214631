"""A message as it goes over the wire (RFC 5322, MIME). Its headers are of the library's own making."""

from __future__ import annotations

from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING

from atrium.conversations.mail.marking import filled, filled_calendar
from atrium.conversations.mail.servers import wire
from atrium.conversations.mail.writing import one_line
from atrium.conversations.models.party import PartyKind

if TYPE_CHECKING:
    from atrium.conversations.models import Message
    from atrium.conversations.models.party import Party

# Every mail server takes lines of seven bits.
PLAIN = policy.SMTP.clone(cte_type="7bit", max_line_length=76)
HEADERS = {
    PartyKind.FROM: "From",
    PartyKind.REPLY_TO: "Reply-To",
    PartyKind.TO: "To",
    PartyKind.CC: "Cc",
}


def as_bytes(message: Message) -> bytes:
    """The whole message. Who gets a blind copy stands nowhere in it."""
    letter = EmailMessage(policy=PLAIN)
    letter["Subject"] = one_line(message.subject, 900)
    parties = list(message.parties.all())
    for kind, header in HEADERS.items():
        if some := [_address(party) for party in parties if party.kind == kind]:
            letter[header] = some
    if "To" not in letter and "Cc" not in letter:
        letter["To"] = "undisclosed-recipients:;"
    assert message.queued_at is not None
    letter["Date"] = format_datetime(message.queued_at)
    letter["Message-ID"] = f"<{message.message_id}>"
    if message.in_reply_to:
        letter["In-Reply-To"] = f"<{message.in_reply_to}>"
    if message.references:
        letter["References"] = " ".join(f"<{each}>" for each in message.references.split())
    letter.set_content(filled(message, message.text) or " ", cte="quoted-printable")
    letter.add_alternative(_page(message), subtype="html", cte="quoted-printable")
    files = list(message.attachments.all())
    # Google, Outlook and Apple ask by the alternative; others open the file.
    for file in files:
        if file.method:
            words = filled_calendar(message, file.read().decode())
            how = {"method": file.method}
            letter.add_alternative(words, subtype="calendar", params=how, cte="base64")
    for file in files:
        main, _, sub = ("application/ics" if file.method else file.content_type).partition("/")
        data = file.read()
        if file.method:
            data = filled_calendar(message, data.decode()).encode()
        letter.add_attachment(data, maintype=main, subtype=sub, filename=file.name)
    return letter.as_bytes()


def _page(message: Message) -> str:
    return f"<!doctype html><html><body>{filled(message, message.html)}</body></html>"


def _address(party: Party) -> Address:
    return Address(one_line(party.name, 200), addr_spec=wire(party.address))
