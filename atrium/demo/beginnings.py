"""The templates for messages that the demo organisations begin with: name, language, subject, words; those for SMS without subject."""

from __future__ import annotations

import re
from itertools import count

from django.utils.html import escape

from atrium.conversations.models import MessageTemplate, Way
from atrium.conversations.richtext import from_plain

MESSAGES = (
    ("Appointment confirmed", "", "Your appointment with {{organisation.name}}", "Dear {{contact.name}},\n\nthank you for the call. We have put you down for \n\nIf the day does not suit you, just answer this e-mail.\n\n{{member.name}}, {{organisation.name}}"),
    ("Appointment confirmed", "de", "Ihr Termin bei {{organisation.name}}", "Guten Tag {{contact.name}},\n\nvielen Dank für Ihren Anruf. Wir haben Sie eingetragen für \n\nPasst Ihnen der Tag nicht, antworten Sie einfach auf diese E-Mail.\n\n{{member.name}}, {{organisation.name}}"),
    ("Appointment confirmed", "fr", "Votre rendez-vous avec {{organisation.name}}", "Bonjour {{contact.name}},\n\nmerci de votre appel. Nous avons retenu \n\nSi le jour ne vous convient pas, répondez simplement à ce message.\n\n{{member.name}}, {{organisation.name}}"),
    ("Send the quote", "", "Quote for {{client.name}}", "Hello {{contact.given_name}},\n\nas promised, our quote is attached. It holds for 30 days from {{today}}.\n\n- Scope:\n- Not included:\n- Earliest start:\n\nShall I call you on it this week?"),
    ("Waiting for papers", "", "Papers we still need ({{client.code}})", "Hello {{contact.given_name}},\n\nto go on for {{client.name}} we still need:\n\n- \n\nA photograph from a telephone is good enough."),
)  # fmt: skip
TEXTS = (
    ("On the way", "", "Hello {{contact.given_name}}, we are on our way and with you in about 30 minutes. {{member.name}}, {{organisation.name}}"),
    ("On the way", "de", "Guten Tag {{contact.name}}, wir sind unterwegs und in etwa 30 Minuten bei Ihnen. {{member.name}}, {{organisation.name}}"),
    ("Appointment reminder", "", "Hello {{contact.given_name}}, a reminder of our appointment tomorrow at . Answer this SMS if it does not suit you. {{organisation.name}}"),
)  # fmt: skip


def message_templates() -> None:
    """Keep them, those for e-mail first."""
    place = count()
    mail = [
        (Way.MAIL, label, language, subject, formatted(text))
        for label, language, subject, text in MESSAGES
    ]
    sms = [(Way.SMS, label, language, "", from_plain(text)) for label, language, text in TEXTS]
    MessageTemplate.objects.bulk_create(
        MessageTemplate(
            way=way,
            label=label,
            label_key=label.casefold(),
            language=language,
            subject=subject,
            html=html,
            position=next(place),
        )
        for way, label, language, subject, html in (*mail, *sms)
    )


def formatted(text: str) -> str:
    """The demo's shorthand (**bold**, "- " lists, line breaks) as formatted text."""
    out: list[str] = []
    for block in text.split("\n\n"):
        lines = block.split("\n")
        items = [line[2:] for line in lines if line.startswith("- ")]
        words = [line for line in lines if not line.startswith("- ")]
        if words:
            out.append(f"<p>{'<br>'.join(_inline(line) for line in words)}</p>")
        if items:
            out.append(f"<ul>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</ul>")
    return "".join(out)


def _inline(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", escape(text))
