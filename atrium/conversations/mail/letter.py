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
from atrium.conversations.models.image import Image
from atrium.conversations.models.party import PartyKind
from atrium.conversations.richtext import images, spelt, with_pictures

if TYPE_CHECKING:
    from atrium.conversations.models import Message
    from atrium.conversations.models.party import Party

# Every mail server takes lines of seven bits.
PLAIN = policy.SMTP.clone(cte_type="7bit", max_line_length=76)
# A picture of a screen is drawn twice as fine as it is shown.
WIDEST = 600
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
    letter.set_content(
        filled(message, spelt(message.html) or message.text) or " ", cte="quoted-printable"
    )
    _add_page(letter, message)
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


def _add_page(letter: EmailMessage, message: Message) -> None:
    """The formatted text, with its pictures as parts related to it (RFC 2387)."""
    keys = images(message.html)
    rows = (
        {str(row.public_id): row for row in Image.objects.filter(public_id__in=keys, note=None)}
        if keys
        else {}
    )

    def source(key: str) -> str:
        width = min(rows[key].width, WIDEST) if key in rows else WIDEST
        return f'src="cid:{key}@atrium" width="{width}"'

    html = with_pictures(filled(message, message.html), source)
    page = f"<!doctype html><html><body>{html}</body></html>"
    letter.add_alternative(page, subtype="html", cte="quoted-printable")
    *_, formatted = letter.iter_parts()
    for key, row in rows.items():
        main, _, sub = row.content_type.partition("/")
        formatted.add_related(
            row.read(),
            maintype=main,
            subtype=sub,
            cid=f"<{key}@atrium>",
            filename=row.file_name,
            disposition="inline",
        )


def _address(party: Party) -> Address:
    return Address(one_line(party.name, 200), addr_spec=wire(party.address))
