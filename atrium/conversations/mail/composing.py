"""The composer of e-mails on the client page: what it opens with, and what becomes of what is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.html import escape, format_html

from atrium.clients.models import Client
from atrium.clients.reach.asking import chosen, reach
from atrium.clients.reach.words import Channel, Purpose
from atrium.conversations.mail import drafts
from atrium.conversations.mail.beginning import addressee, beginnings
from atrium.conversations.mail.forms import LINES, JotForm, MailForm
from atrium.conversations.mail.writing import Receiver, one_line, words_of
from atrium.conversations.marked import marked
from atrium.conversations.models import (
    Attachment,
    Direction,
    Level,
    Mailbox,
    Message,
    PartyKind,
)
from atrium.foundation.errors import Refusal
from atrium.organisations.models import Member

if TYPE_CHECKING:
    from atrium.clients.reach.deciding import Verdict

BY_MAIL = frozenset({Channel.EMAIL})
MOST_CHOSEN = 50


@dataclass
class Composer:
    """What the composer shows. ``left_out`` names who was chosen and is not written to, each with why.

    ``resumed``: the draft was not asked for; it is what the member was writing last.
    """

    form: MailForm
    boxes: list[Mailbox]
    answers: Message | None = None
    draft: Message | None = None
    resumed: bool = False
    left_out: list[str] = field(default_factory=list)

    @property
    def values(self) -> dict[str, Any]:
        """What stands in the fields, typed or begun with."""
        names = ("mailbox", *LINES, "subject", "level", "leave_at")
        found = {name: self.form[name].value() or "" for name in names}
        return found | {"html": self.form["html"].value() or ""}

    @property
    def begun(self) -> datetime | None:
        """When the draft was begun, by the clock of the organisation."""
        return self.form.organisation.local(self.draft.at) if self.draft else None

    @property
    def text(self) -> str:
        """The words as they are edited in a plain field."""
        return self.form["text"].value() or marked(self.values["html"])

    @property
    def goes_to(self) -> str:
        """The receivers as the button says them: "Ana + 2"."""
        listed = [one for one in str(self.values["to"]).replace(";", ",").split(",") if one.strip()]
        if not listed:
            return ""
        first = listed[0].partition("<")[0].strip(' "') or listed[0].strip(" <>")
        more = len(listed) - 1
        return f"{first.split()[0][:30]} + {more}" if more else first.split()[0][:30]


def opened(client: Client, member: Member, query: QueryDict) -> Composer:
    """The composer as the address asks for it: empty, to those chosen, as an answer, or a draft."""
    boxes = Mailbox.objects.for_writing(member)
    draft = _asked(client, member, query.get("draft"), drafted=True)
    answers = _asked(client, member, query.get("reply") or query.get("forward"))
    left_out: list[str] = []
    resumed = None if draft else drafts.resumed(client, member, query, answers)
    draft = draft or resumed
    if draft is not None:
        answers = answers or drafts.answered(client, member, draft)
    if draft is not None:
        initial = _as_typed(draft)
    elif answers is not None and "reply" in query:
        initial = _reply(answers, boxes, everyone="all" in query)
    elif answers is not None:
        initial = {"subject": _led("Fwd", answers.subject), "html": _forwarded(answers, client)}
        answers = None
    else:
        initial, left_out = _to_chosen(client, _contacts(client, query))
        initial |= _begun(client, member, initial["to"], query.get("template", ""))
    if not draft and boxes:
        signature = next(
            (b.signature for b in boxes if str(b.public_id) == initial.get("mailbox")),
            boxes[0].signature,
        )
        initial["html"] = _signed(signature, initial.get("html", ""))
    form = MailForm(initial=initial, organisation=member.organisation, boxes=boxes)
    return Composer(form, boxes, answers, draft, resumed is not None, left_out)


def sent(client: Client, composer: Composer, *, by: Member, only_kept: bool = False) -> Message:
    """The message of a form that is right, on its way, or kept as a draft."""
    form = composer.form
    if composer.draft is None and form.data.get("draft") and not only_kept:
        raise Refusal("This e-mail was sent or thrown away in another window; see the Mail tab.")
    with transaction.atomic():
        box = form.cleaned_data["mailbox"] or Mailbox.of(by)
        message = drafts.still_theirs(composer.draft, form.cleaned_data["version"])
        if message is None:
            answers = composer.answers
            message = Message.write(client, form.writing, by=by, mailbox=box, answers=answers)
        else:
            message.rewrite(client, form.writing, by=by, mailbox=box)
        for file in form.files_given:
            Attachment.keep(message, file)
        if not only_kept:
            message.send(by=by, at=form.cleaned_data["leave_at"])
    return message


def posted(
    client: Client, member: Member, data: QueryDict, files: Any, *, jotted: bool = False
) -> Composer:
    """The composer with what was sent to it; ``jotted``: however unfinished."""
    boxes = Mailbox.objects.for_writing(member)
    kind = JotForm if jotted else MailForm
    form = kind(data, files, organisation=member.organisation, boxes=boxes)
    answers = _asked(client, member, data.get("answers"))
    draft = drafts.named(client, member, data.get("draft", ""))
    return Composer(form, boxes, answers, draft)


def _asked(
    client: Client, member: Member, key: str | None, *, drafted: bool = False
) -> Message | None:
    """The message of the client with this key, all of which the member sees; 404 where there is none."""
    if not key:
        return None
    try:
        public_id = UUID(key)
    except ValueError:
        raise Http404 from None
    rows = Message.objects.visible_to(member).at_level(Level.ALL).of_client(client)
    rows = rows.drafts().filter(author=member) if drafted else rows.said()
    found: Message | None = (
        rows.filter(public_id=public_id).prefetch_related("parties", "attachments").first()
    )
    if found is None:
        raise Http404
    return found


def _as_typed(draft: Message) -> dict[str, Any]:
    lines = {name: _line(p for p in draft.parties.all() if p.kind == name) for name in LINES}
    level = "" if draft.level is None else str(draft.level)
    box = str(draft.mailbox.public_id) if draft.mailbox else ""
    known: dict[str, Any] = {
        "subject": draft.subject,
        "html": draft.html,
        "level": level,
        "mailbox": box,
        **lines,
    }
    return {**known, **draft.typed}


def _line(parties: Iterable[Any]) -> str:
    return ", ".join(str(Receiver(p.address, p.name)) for p in parties)


def _contacts(client: Client, query: QueryDict) -> list[UUID]:
    """The contacts that were chosen, by their own keys or by those of their links (``selected``)."""
    links = client.links.current().filter(public_id__in=_keys(query.getlist("selected")))
    chosen_links = links.values_list("contact__public_id", flat=True) if "selected" in query else ()
    return [*_keys(query.getlist("contact")), *chosen_links]


def _to_chosen(client: Client, contacts: list[UUID]) -> tuple[dict[str, Any], list[str]]:
    """To those who were chosen, else to whom the client is reached by; the rest is named."""
    now = timezone.now()
    if contacts:
        answer = chosen(client, Purpose.GENERAL, at=now, channels=BY_MAIL, contacts=contacts).answer
    else:
        answer = reach(client, Purpose.GENERAL, at=now, urgent=True, channels=BY_MAIL)
    to = ", ".join(str(_receiver(v)) for v in answer.reached)
    left_out = [words_of(v) for v in answer.verdicts if not v.yes and (contacts or not answer.yes)]
    return {"to": to}, left_out


def _begun(client: Client, member: Member, to: str, key: str) -> dict[str, Any]:
    """Subject and words of the template that was chosen."""
    found = beginnings(client, member, addressee(client, to)) if key else []
    one = next((b for b in found if str(b.template.public_id) == key), None)
    return {"subject": one.subject, "html": one.html} if one else {}


def _receiver(verdict: Verdict) -> Receiver:
    return Receiver(verdict.address, one_line(verdict.party.name, 200))


def _keys(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts[:MOST_CHOSEN]]
    except ValueError:
        raise Http404 from None


def _reply(message: Message, boxes: list[Mailbox], *, everyone: bool) -> dict[str, Any]:
    """To who wrote it, or to whom it went where that was we; ``everyone`` else in the copy line."""
    own = {box.address_key for box in boxes}
    parties = list(message.parties.all())
    by_kind = {kind: [p for p in parties if p.kind == kind] for kind in PartyKind}
    if message.direction == Direction.OUT:
        to = by_kind[PartyKind.TO]
    else:
        to = by_kind[PartyKind.REPLY_TO] or by_kind[PartyKind.FROM]
    others = [*by_kind[PartyKind.TO], *by_kind[PartyKind.CC]] if everyone else []
    known = own | {p.address_key for p in to}
    cc = {p.address_key: p for p in others if p.address_key not in known}
    mine = next((b for b in boxes if b.pk == message.mailbox_id), None)
    return {
        "to": _line(to),
        "cc": _line(cc.values()),
        "subject": _led("Re", message.subject),
        "mailbox": str(mine.public_id) if mine else "",
        "html": _quoted(message),
    }


def _led(word: str, subject: str) -> str:
    led = subject.lower().startswith(f"{word.lower()}:")
    return subject if led else f"{word}: {subject}".strip()


def _quoted(message: Message) -> str:
    sender = message.sender
    at = message.organisation.local(message.at)
    head = f"On {at:%-d %B %Y, %H:%M}, {sender or 'somebody'} wrote:"
    return format_html("<p></p><p>{}</p><blockquote>", head) + _body(message) + "</blockquote>"


def _forwarded(message: Message, client: Client) -> str:
    at = client.organisation.local(message.at)
    lines = [
        "Forwarded message",
        f"From: {message.sender}",
        f"Date: {at:%-d %B %Y, %H:%M}",
        f"Subject: {message.subject}",
        f"To: {', '.join(str(p) for p in message.receivers if p.kind == PartyKind.TO)}",
    ]
    return f"<p></p><p>{'<br>'.join(map(escape, lines))}</p>{_body(message)}"


def _body(message: Message) -> str:
    """Its words as they go into another message: what came from outside, as plain paragraphs."""
    if message.direction == Direction.OUT:
        return message.html
    paragraphs = [p for p in message.text.split("\n\n") if p.strip()]
    return "".join(f"<p>{escape(p).replace(chr(10), '<br>')}</p>" for p in paragraphs)


def _signed(signature: str, html: str) -> str:
    """The signature under what is to be written, above what is quoted."""
    return f"<p></p>{signature}{html}" if signature else html
