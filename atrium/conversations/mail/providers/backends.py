"""django-anymail's backends for the providers we know, sending through the gate.

Mailgun takes the letter as it is, byte for byte. Postmark takes its parts: whatever is no header of
ours, body, picture or file is made anew there, and ``X-PM-KeepID`` keeps our Message-ID.
"""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from typing import Any

from anymail.backends import mailgun, postmark
from django.core.mail import EmailMultiAlternatives

from atrium.conversations.mail.providers.gate import Gated

KEPT = ("Message-ID", "In-Reply-To", "References", "Reply-To")


class Mailgun(mailgun.EmailBackend):  # type: ignore[misc]  # it has no annotations
    """Mailgun's messages.mime."""

    def create_session(self) -> Gated:
        return Gated()

    def build_message_payload(self, message: Any, defaults: Any) -> Any:
        return _Whole(message, defaults, self)


class Postmark(postmark.EmailBackend):  # type: ignore[misc]  # as above
    """Postmark's email."""

    def create_session(self) -> Gated:
        return Gated()

    def raise_for_status(self, response: Any, payload: Any, message: Any) -> None:
        """Any 422 says that nothing was sent, whatever anymail reads of single receivers in it."""
        super(postmark.EmailBackend, self).raise_for_status(response, payload, message)


class _Whole(mailgun.MailgunPayload):  # type: ignore[misc]  # as above
    """Nothing but the letter, and for whom; what else anymail read of it stays behind."""

    def get_api_endpoint(self) -> str:
        return f"{super().get_api_endpoint()}.mime"

    def serialize_data(self) -> dict[str, Any]:
        self.files = [("message", ("letter.eml", self.message.letter, "message/rfc822"))]
        return {"to": self.to_emails, "o:tracking": "no"}


def whole(sender: str, owed: list[str], letter: bytes) -> Any:
    """The letter for a provider that takes it as it is."""
    made: Any = EmailMultiAlternatives(from_email=sender, to=owed)
    made.letter = letter
    return made


def in_parts(owed: list[str], letter: bytes, key: str) -> Any:
    """The letter for a provider that takes its parts; ``key`` comes back with the provider's news.

    Who stands in To or Cc of the letter and has got it already is left out of it. An answer to a
    calendar comes as a file only.
    """
    read = message_from_bytes(letter, policy=policy.default)
    assert isinstance(read, EmailMessage)
    to, cc = (_those(read, header, owed) for header in ("To", "Cc"))
    named = {address.addr_spec for header in ("To", "Cc") for address in _addresses(read, header)}
    made: Any = EmailMultiAlternatives(
        subject=str(read["Subject"]),
        from_email=str(read["From"]),
        to=to,
        cc=cc,
        bcc=[address for address in owed if address not in named],
        headers={name: str(read[name]) for name in KEPT if name in read} | {"X-PM-KeepID": "true"},
    )
    pictures: list[MIMEPart] = []
    for part in read.walk():
        kind = part.get_content_type()
        if part.is_multipart() or part.is_attachment() or kind == "text/calendar":
            continue
        if part["Content-ID"]:
            pictures.append(part)
        elif kind == "text/plain":
            made.body = part.get_content()
        elif kind == "text/html":
            made.attach_alternative(part.get_content(), "text/html")
    made.attachments = [*pictures, *read.iter_attachments()]
    made.metadata = {"message": key}
    made.track_opens = made.track_clicks = False
    return made


def _addresses(read: EmailMessage, header: str) -> tuple[Any, ...]:
    return read[header].addresses if header in read else ()


def _those(read: EmailMessage, header: str, owed: list[str]) -> list[str]:
    return [str(each) for each in _addresses(read, header) if each.addr_spec in owed]
