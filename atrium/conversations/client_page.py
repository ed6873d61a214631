"""What notes hang on the client page."""

from __future__ import annotations

from functools import partial
from typing import Any, cast

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator, format_lazy

from atrium.clients.events_seen import open_where, said_beside, seen_where, seen_with
from atrium.clients.page import Attention, Context, attention, panel, tab
from atrium.clients.portrait import Portrait
from atrium.clients.sorting import sort
from atrium.clients.taking_back import DECIDED, HIDDEN_FROM, NEEDS, Need
from atrium.clients.telling import card
from atrium.conversations import call_page, comment_page, inbox_hanging, task_sources
from atrium.conversations.access import the_templates
from atrium.conversations.facts import MOST_PINNED, in_story, on_top, standing
from atrium.conversations.facts import pinned as pinned_notes
from atrium.conversations.mail import on_the_page, sight
from atrium.conversations.marked import marked
from atrium.conversations.models import Note, NoteKind
from atrium.conversations.notebook import Notebook
from atrium.conversations.placeholders import filled
from atrium.conversations.sms import on_the_page as texting
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.notifications.sight import veiled
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.timeline.models import Event

__all__ = ["call_page", "comment_page", "inbox_hanging", "task_sources"]

seen_with("note", Can.NOTES_SEE)
seen_with("message", Can.MAIL_SEE)
seen_where("message", sight.known_to)
open_where("message", sight.open_to_others)
veiled("message", sight.may_know)
said_beside(sight.told_of)


def _about(kind: NoteKind) -> Q:
    """The events of the notes that are of the kind now."""
    return Q(subject_id__in=Note.objects.filter(kind=kind).values("pk"))


for _kind in NoteKind:
    _label = format_lazy(gettext_lazy("Notes: {kind}"), kind=_kind.label)
    sort("note.written", _kind.value, cast("str", _label), partial(_about, _kind))


@card("note.written", template="conversations/note_told.html")
def notes_told(portrait: Portrait, events: list[Event]) -> dict[int, Any]:
    """The notes themselves; a pinned one on top is not told twice, and of a removed one the line tells.

    What stands out has a place of its own beside the story and keeps its card in it.
    """
    keys = {event.subject_id: event.pk for event in events if event.subject_id}
    notes = in_story(portrait, list(keys))
    on_top = {note.pk for note in pinned_notes(portrait)[:MOST_PINNED]}
    return {
        keys[note.pk]: {"note": note, "may_change": _may_change(portrait, note)}
        for note in notes
        if note.pk not in on_top
    }


def _may_change(portrait: Portrait, note: Note) -> bool:
    return note.may_be_changed_by(portrait.member) and not portrait.client.is_archived


@panel(
    slug="composer",
    side="story",
    order=10,
    needs=Can.NOTES_SEE,
    template="conversations/composer_panel.html",
)
def composer(request: MemberRequest, portrait: Portrait) -> Context:
    member = request.member
    return {
        "may_write": member.can(Can.NOTES_WRITE) and not portrait.client.is_archived,
        "kinds": NoteKind.choices,
    } | (on_the_page.composer(request, portrait) | texting.composer(request, portrait))


@panel(
    slug="pinned",
    side="story",
    order=20,
    needs=Can.NOTES_SEE,
    template="conversations/pinned.html",
)
def pinned(request: MemberRequest, portrait: Portrait) -> Context:
    local, notes = portrait.member.organisation.local, pinned_notes(portrait)
    return {
        "pinned": [
            (note, local(note.written_at), _may_change(portrait, note))
            for note in notes[:MOST_PINNED]
        ],
        "goes_on": len(notes) > MOST_PINNED,
    }


# Who reads and who sends is decided by who keeps a mailbox or a number, never undone by others.
DECIDED.update(
    f"conversations.{name}" for name in ("mailbox", "mailboxteam", "smsnumber", "smsnumberteam")
)
HIDDEN_FROM["conversations.filing"] = HIDDEN_FROM["conversations.unfiled"] = sight.hidden_in
NEEDS["conversations.filing"] = NEEDS["conversations.unfiled"] = Need("messages", Can.MAIL_SEND)
NEEDS["conversations.ignored"] = Need("messages", Can.MAIL_SEND)
NEEDS["conversations.note"] = NEEDS["conversations.image"] = Need("notes", Can.NOTES_WRITE)
for _model in ("messagetemplate", "notetemplate"):
    NEEDS[f"conversations.{_model}"] = Need("message-templates", Can.LEXICON_EDIT)
UNFOLDED = 2


@panel(
    slug="good-to-know",
    side="left",
    order=5,
    needs=Can.NOTES_SEE,
    template="conversations/good_to_know.html",
)
def good_to_know(request: MemberRequest, portrait: Portrait) -> Context:
    """Special requirements and open escalations, before anything else is read (J13)."""
    local = portrait.member.organisation.local
    may = portrait.member.can(Can.NOTES_WRITE) and not portrait.client.is_archived
    found = [(note, local(note.written_at)) for note in standing(portrait)]
    folded = {"unfolded": UNFOLDED, "more": max(len(found) - UNFOLDED, 0)}
    return {"standing": found, "may_resolve": may, **folded}


@panel(
    slug="latest-note",
    side="left",
    order=10,
    needs=Can.NOTES_SEE,
    template="conversations/latest.html",
)
def latest(request: MemberRequest, portrait: Portrait) -> Context:
    """The latest note (V02), unless it stands right above among what is good to know."""
    note = max(on_top(portrait), key=lambda note: (note.written_at, note.pk), default=None)
    note = None if note is not None and note.stands_out else note
    at = portrait.member.organisation.local(note.written_at) if note else None
    return {"latest": note, "at": at}


@tab(
    slug="notes",
    label=gettext_lazy("Notes"),
    order=30,
    needs=Can.NOTES_SEE,
    template="conversations/notes_tab.html",
)
def notes(request: MemberRequest, portrait: Portrait) -> Context:
    return {
        "notebook": Notebook.read(portrait, request.GET),
        "composer": composer(request, portrait) | {"again": True} | _begun(request, portrait),
    }


def _begun(request: MemberRequest, portrait: Portrait) -> Context:
    """The templates to choose from where they are asked for, and the text of the chosen one."""
    key = request.GET.get("template", "")
    if not key and "templates" not in request.GET:
        return {}
    found = the_templates()
    chosen = next((t for t in found if str(t.public_id) == key), None)
    if chosen is None:
        return {"templates": found}
    html = filled(chosen.html, client=portrait.client, by=portrait.member)
    return {"begun": {"html": html, "text": marked(html), "kind": chosen.kind}}


@attention
def escalations(request: MemberRequest, portrait: Portrait) -> list[Attention]:
    """An escalation stays here until somebody resolves it."""
    if not portrait.member.can(Can.NOTES_SEE):
        return []
    client, may = portrait.client, portrait.member.can(Can.NOTES_WRITE)
    found = []
    for note in standing(portrait):
        if note.is_open_escalation:
            place = [client.organisation.slug, client.number, note.public_id]
            url = reverse("note-resolution" if may else "note-versions", args=place)
            day = client.organisation.local(note.written_at)
            found.append(
                Attention(
                    icon="siren",
                    title=Truncator(" ".join(note.text.split())).chars(60),
                    reason=gettext("Escalated {day} by {author}").format(
                        day=f"{spoken(day):%a %-d %b}", author=note.author or gettext("Atrium")
                    ),
                    tone="bad",
                    action=gettext("Resolve") if may else gettext("Read"),
                    url=url,
                    order=5,
                )
            )
    return found


@attention
def reminders(request: MemberRequest, portrait: Portrait) -> list[Attention]:
    """A reminder that has come stays here until it is done."""
    client = portrait.client
    at = getattr(client, "next_reminder", None)
    if at is None or at > timezone.now():
        return []
    day = client.organisation.local(at)
    place = [client.organisation.slug, client.number, client.next_reminder_note]
    return [
        Attention(
            icon="alarm-clock",
            title=Truncator(" ".join(client.next_reminder_text.split())).chars(44),
            reason=gettext("Reminder of {day}").format(day=f"{spoken(day):%a %-d %b, %H:%M}"),
            tone="warn",
            action="Open",
            url=reverse("note-reminder", args=place),
            order=20,
        )
    ]
