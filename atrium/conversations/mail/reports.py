"""What mail servers and absent people send by themselves: messages that came back, automatic replies."""

from __future__ import annotations

from email.message import Message

from atrium.conversations.mail import headers_in as headers
from atrium.conversations.mail.letters_in import Bounce
from atrium.conversations.mail.writing import one_line
from atrium.foundation.translation import gettext

MOST = 50
# The status of an address that does not exist or never will take mail (RFC 3463, 3.2).
WRONG_ADDRESS = "5.1."


def is_automatic(whole: Message[str, str]) -> bool:
    """Whether a program wrote it (RFC 3834), as far as it says so."""
    submitted = headers.raw_header(whole, "Auto-Submitted").lower().strip()
    if submitted and not submitted.startswith("no"):
        return True
    if headers.raw_header(whole, "Precedence").lower().strip() in {"auto_reply", "junk"}:
        return True
    return bool(whole.get("X-Autoreply") or whole.get("X-Autorespond"))


def bounces_in(report: Message[str, str]) -> list[Bounce]:
    """The receivers whom a message of ours did not reach, as a delivery status notification names them."""
    parts = report.get_payload()
    if not isinstance(parts, list):
        return []
    whose = ""
    groups: list[Message[str, str]] = []
    for part in parts:
        if not isinstance(part, Message):
            continue
        kind, inside = part.get_content_type(), part.get_payload()
        if kind == "message/delivery-status" and isinstance(inside, list):
            groups += [one for one in inside[:MOST] if isinstance(one, Message)]
        elif kind == "message/rfc822" and isinstance(inside, list) and inside:
            whose = whose or _id_of(inside[0])  # type: ignore[arg-type]
        elif kind == "text/rfc822-headers":
            whose = whose or _in_text(part)
    return [bounce for group in groups if (bounce := _bounce(group, whose))]


def _id_of(original: Message[str, str]) -> str:
    return next(iter(headers.identifiers(headers.raw_header(original, "Message-ID"))), "")


def _in_text(part: Message[str, str]) -> str:
    from email import message_from_bytes  # noqa: PLC0415 - only for reports of this rare shape

    data = part.get_payload(decode=True)
    return _id_of(message_from_bytes(data)) if isinstance(data, bytes) else ""


def _bounce(group: Message[str, str], whose: str) -> Bounce | None:
    if headers.raw_header(group, "Action").strip().lower() != "failed":
        return None
    names = ("Original-Recipient", "Final-Recipient")
    lines = [headers.header(group, name).rpartition(";")[2].strip(" <>") for name in names]
    address = next((line for line in lines if "@" in line), "")
    status = headers.header(group, "Status").split(" ")[0]
    words = headers.header(group, "Diagnostic-Code").partition(";")[2].strip()
    reason = one_line(
        words
        or gettext("The receiving server answered {status}.").format(
            status=status or gettext("that it failed")
        ),
        500,
    )
    if not address:
        return None
    for_good = status.startswith(WRONG_ADDRESS)
    return Bounce(message_id=whose, address=address, reason=reason, for_good=for_good)
