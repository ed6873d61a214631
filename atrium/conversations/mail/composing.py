"""The composer of e-mails on the client page: what it opens with, and what becomes of what is sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.text import Truncator

from atrium.clients.models import Client
from atrium.clients.reach.asking import chosen, reach
from atrium.clients.reach.words import Channel, Purpose
from atrium.conversations.mail import drafts
from atrium.conversations.mail.answering import forwarded, led, listed, reply
from atrium.conversations.mail.beginning import addressee, beginnings
from atrium.conversations.mail.enclosing import Along, along
from atrium.conversations.mail.forms import LINES, JotForm, MailForm
from atrium.conversations.mail.signing import signed
from atrium.conversations.mail.writing import Receiver, one_line, words_of
from atrium.conversations.marked import marked
from atrium.conversations.models import (
    Attachment,
    Level,
    Mailbox,
    Message,
)
from atrium.conversations.richtext import shown
from atrium.foundation.addresses import address
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.clients.reach.deciding import Verdict

BY_MAIL = frozenset({Channel.EMAIL})
MOST_CHOSEN = 50


@dataclass
class Composer:
    """What the composer shows. ``left_out`` names who was chosen and is not written to, each with why.

    ``resumed``: the draft was not asked for; it is what the member was writing last. ``forwards``
    is the message whose files go along until there is a draft, which holds those that do;
    ``folder`` is where the pictures in its text are.
    """

    form: MailForm
    boxes: list[Mailbox]
    answers: Message | None = None
    draft: Message | None = None
    resumed: bool = False
    left_out: list[str] = field(default_factory=list)
    forwards: Message | None = None
    may_documents: bool = False
    folder: str = ""

    @property
    def along(self) -> list[Along]:
        """The files of what is forwarded, as they are chosen."""
        if self.forwards is None or self.draft is not None:
            return []
        data: Any = self.form.data
        return along(self.forwards, data.getlist("along") if self.form.is_bound else None)

    @property
    def signatures(self) -> dict[str, dict[str, str]]:
        """What each sender signs with, formatted and as it is edited in a plain field."""
        return {
            str(b.public_id): {"html": b.signature, "text": marked(b.signature)} for b in self.boxes
        }

    @property
    def signed(self) -> str:
        """The sender whose signature stands in the text."""
        first = str(self.boxes[0].public_id) if self.boxes else ""
        return str(self.form["signed"].value() or self.values["mailbox"] or first)

    @property
    def values(self) -> dict[str, Any]:
        """What stands in the fields, typed or begun with."""
        names = ("mailbox", *LINES, "subject", "level", "leave_at")
        found = {name: self.form[name].value() or "" for name in names}
        return found | {"html": shown(self._html, self.folder)}

    @property
    def _html(self) -> str:
        return self.form["html"].value() or ""

    @property
    def begun(self) -> datetime | None:
        """When the draft was begun, by the clock of the organisation."""
        return self.form.organisation.local(self.draft.at) if self.draft else None

    @property
    def text(self) -> str:
        """The words as they are edited in a plain field."""
        return self.form["text"].value() or marked(self._html)

    @property
    def goes_to(self) -> str:
        """The receivers as the button says them: "Ana + 2"."""
        listed = [one for one in str(self.values["to"]).replace(";", ",").split(",") if one.strip()]
        if not listed:
            return ""
        first = listed[0].partition("<")[0].strip(' "') or listed[0].strip(" <>")
        name, more = Truncator(first.split()[0]).chars(30), len(listed) - 1
        return f"{name} + {more}" if more else name


def opened(client: Client, member: Member, query: QueryDict) -> Composer:
    """The composer as the address asks for it: empty, to those chosen, as an answer, or a draft."""
    boxes = Mailbox.objects.for_writing(member)
    draft = _asked(client, member, query.get("draft"), drafted=True)
    answers = _asked(client, member, query.get("reply") or query.get("forward"))
    left_out: list[str] = []
    forwards = None
    resumed = None if draft else drafts.resumed(client, member, query, answers)
    draft = draft or resumed
    if draft is not None:
        answers = answers or drafts.answered(client, member, draft)
    if draft is not None:
        initial = _as_typed(draft)
    elif answers is not None and "reply" in query:
        initial = reply(answers, boxes, everyone="all" in query)
    elif answers is not None:
        initial = {"subject": led("Fwd", answers.subject), "html": forwarded(answers, client)}
        answers, forwards = None, answers
    else:
        initial, left_out = _to_chosen(client, _contacts(client, query))
        initial |= _begun(client, member, initial["to"], query.get("template", ""))
    if not draft and boxes:
        signature = next(
            (b.signature for b in boxes if str(b.public_id) == initial.get("mailbox")),
            boxes[0].signature,
        )
        initial["html"] = signed(signature, initial.get("html", ""))
    form = MailForm(initial=initial, organisation=member.organisation, boxes=boxes)
    may = member.can(Can.DOCUMENTS_SEE)
    folder = pictures_of(client)
    return Composer(
        form, boxes, answers, draft, resumed is not None, left_out, forwards, may, folder
    )


def sent(client: Client, composer: Composer, *, by: Member, only_kept: bool = False) -> Message:
    """The message of a form that is right, on its way, or kept as a draft."""
    form = composer.form
    if composer.draft is None and form.data.get("draft") and not only_kept:
        raise Refusal(
            gettext("This e-mail was sent or thrown away in another window; see the Mail tab.")
        )
    with transaction.atomic():
        box = form.cleaned_data["mailbox"] or Mailbox.of(by)
        message = drafts.still_theirs(composer.draft, form.cleaned_data["version"])
        if message is None:
            answers = composer.answers
            message = Message.write(client, form.writing, by=by, mailbox=box, answers=answers)
            kept = composer.draft.attachments.all() if composer.draft else ()
            for file in (*kept, *(one.file for one in composer.along if one.chosen)):
                Attachment.take_along(message, file)
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
    forwards = None if draft else _asked(client, member, data.get("forwards"))
    may = member.can(Can.DOCUMENTS_SEE)
    folder = pictures_of(client)
    return Composer(
        form, boxes, answers, draft, forwards=forwards, may_documents=may, folder=folder
    )


def pictures_of(client: Client) -> str:
    """The address under which the pictures of what is being written lie."""
    return address("mail-images", client.organisation.slug, client.number)


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
    lines = {name: listed(p for p in draft.parties.all() if p.kind == name) for name in LINES}
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
