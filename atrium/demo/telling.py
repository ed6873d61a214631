"""Writes what happened in a demo organisation: holds, flags, notes, tasks and the timeline."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db import models

from atrium.calendar.events import TaskAdded, TaskDone
from atrium.calendar.models import Task
from atrium.clients import models as rows
from atrium.clients.events import Flagged, HoldLifted, PutOnHold
from atrium.conversations.call_events import CallLogged
from atrium.conversations.comment_events import CommentWritten
from atrium.conversations.events import NoteResolved, NoteWritten
from atrium.conversations.models import (
    Call,
    Comment,
    Note,
    NoteKind,
    NoteTemplate,
    State,
)
from atrium.conversations.richtext import plain
from atrium.conversations.sms_events import SmsFailed, SmsReceived, SmsSent
from atrium.demo import calling, commenting, texting
from atrium.demo.beginnings import formatted, message_templates
from atrium.demo.events import STORIES
from atrium.demo.invoicing import Invoicing
from atrium.demo.meeting import Meetings
from atrium.demo.projecting import Projects
from atrium.demo.tendering import Tendering
from atrium.demo.working import Working
from atrium.demo.world import shapes
from atrium.meetings.events import MeetingHeld, MeetingPlanned, MinutesWritten
from atrium.organisations.models import Member, Organisation
from atrium.projects.events import ProjectAdded, ProjectDelivered
from atrium.timeline.kinds import Kind
from atrium.timeline.models import Event

TEMPLATES = (
    ("Site visit", NoteKind.SERVICE, "**Visit at {{client.name}}, {{today}}**\n\n- Found:\n- Done:\n- To be ordered:\n\nNext visit:"),
    ("Review meeting", NoteKind.MEETING, "**Review with {{client.name}}** ({{client.code}}), {{today}}\n\n- What went well:\n- What did not:\n- Agreed:"),
    ("Complaint", NoteKind.ESCALATION, "{{client.name}} complains that \n\n- Since when:\n- What they expect:\n- Promised by {{member.name}}:"),
    ("Call summary", NoteKind.COMMUNICATION, "Spoke with  at {{client.name}}.\n\n- Asked for:\n- Answer:"),
)  # fmt: skip
_NOTE_KINDS = {"special requirement": NoteKind.REQUIREMENT}


class Telling:
    """What the members did with the clients, each thing with the event it left."""

    def __init__(
        self,
        world: shapes.World,
        organisation: Organisation,
        members: dict[str, Member],
        clients: dict[int, rows.Client],
        people: dict[tuple[int, str], rows.Contact],
    ) -> None:
        self.world = world
        self.organisation = organisation
        self.members = members
        self.clients = clients
        self.people = people
        self.events: list[Event] = []

    def work(self) -> None:
        self._work()
        self._calls()
        self._sms()
        self._comments()
        self._meetings()
        self._projects()
        self._jobs()
        self._tenders()
        self._invoices()
        self._history()

    def _comments(self) -> None:
        """What members said to each other, each comment with the event it left."""
        threads = list(commenting.comments(self.clients, self.members))
        Comment.objects.bulk_create(first for first, *_ in threads)
        for first, *replies in threads:
            for reply in replies:
                reply.reply_to = first
        Comment.objects.bulk_create(reply for _, *replies in threads for reply in replies)
        for comment in (one for thread in threads for one in thread):
            story = CommentWritten(excerpt=comment.excerpt, said=comment.text)
            self._tell(comment.client, comment.written_at, comment.author, story, comment)

    def _meetings(self) -> None:
        """Meetings, each with the events it left: a series is planned once."""
        members = self.members.values()
        planned = set()
        for one in Meetings(self.organisation, self.clients, self.people, members).make():
            if one.uid not in planned:
                planned.add(one.uid)
                story = MeetingPlanned(title=one.title, when=one.when)
                self._tell(one.client, one.created_at, one.organiser, story, one)
            if one.held_at:
                held = MeetingHeld(title=one.title, when=one.when)
                self._tell(one.client, one.held_at, None, held, one)
            if one.minuted_at:
                minuted = MinutesWritten(title=one.title, excerpt=one.minutes)
                self._tell(one.client, one.minuted_at, one.organiser, minuted, one)

    def _projects(self) -> None:
        """Projects, each with the events it left."""
        for one in Projects(
            self.organisation, self.clients, self.people, self.members.values()
        ).make():
            added = ProjectAdded(project=str(one))
            self._tell(one.client, one.created_at, one.created_by, added, one)
            if one.delivered_at:
                done = ProjectDelivered(project=str(one))
                self._tell(one.client, one.delivered_at, one.delivered_by, done, one)

    def _jobs(self) -> None:
        """Jobs, each with the events it left."""
        working = Working(self.organisation, self.clients, self.people, self.members.values())
        for client, at, by, story, job in working.make():
            self._tell(client, at, by, story, job)

    def _tenders(self) -> None:
        """Tenders, each with the events it left."""
        made = Tendering(self.organisation, self.clients, self.members.values()).make()
        for client, at, by, story, tender in made:
            self._tell(client, at, by, story, tender)

    def _invoices(self) -> None:
        """Invoices and payments, each with the events it left."""
        made = Invoicing(self.organisation, self.clients.values(), self.members.values()).make()
        for client, at, by, story, row in made:
            self._tell(client, at, by, story, row)

    def _calls(self) -> None:
        """Calls with what follows from them, each with the event it left."""
        made = list(calling.calls(self.clients, self.people, self.members.values()))
        Call.objects.bulk_create(made)
        calling.follow_ups(made, self.organisation.today())
        calling.unknown(self.organisation, next(iter(self.members.values())))
        for call in made:
            story = CallLogged(
                direction=call.direction,
                outcome=call.outcome_as.label,
                whom=str(call.contact or ""),
                number=call.number,
                excerpt=call.note,
            )
            assert call.client is not None, "these are of clients"
            self._tell(call.client, call.logged_at, call.member, story, call)

    def _sms(self) -> None:
        """What went to and fro by SMS, each with the event it left."""
        kinds = {State.FAILED: SmsFailed, State.RECEIVED: SmsReceived, State.DELIVERED: SmsSent}
        for client, sms in texting.sms(self.clients, self.people, self.members.values()):
            kind = kinds[State(sms.state)]
            by = sms.author if kind is SmsSent else None
            self._tell(client, sms.at, by, kind(), sms)

    def _work(self) -> None:
        """Holds, flags, notes and tasks, each with the event it left."""
        holds, flags, notes, tasks = [], [], [], []
        for c in self.world.clients:
            client = self.clients[c.number]
            holds += [self._hold(client, hold) for hold in c.holds]
            if c.flag:
                by = self.members[c.flag.by]
                flags.append(
                    rows.Flag(
                        client=client, reason=c.flag.reason, raised_by=by, raised_at=c.flag.at
                    )
                )
                self._tell(client, c.flag.at, by, Flagged(reason=c.flag.reason))
            notes += [self._note(client, note) for note in c.notes]
            tasks += [self._task(client, task) for task in c.tasks]
        rows.Hold.objects.bulk_create(holds)
        rows.Flag.objects.bulk_create(flags)
        Note.objects.bulk_create(notes, batch_size=500)
        Task.objects.bulk_create(tasks, batch_size=500)
        for note in notes:
            story = NoteWritten(excerpt=note.text[:2000], about=note.kind)
            self._tell(note.client, note.written_at, note.author, story, note)
            if note.resolved_at:
                resolved = NoteResolved(excerpt=note.excerpt, outcome=note.outcome)
                self._tell(note.client, note.resolved_at, note.resolved_by, resolved, note)
        NoteTemplate.objects.bulk_create(
            NoteTemplate(
                label=label,
                label_key=label.casefold(),
                kind=kind,
                html=formatted(text),
                position=place,
            )
            for place, (label, kind, text) in enumerate(TEMPLATES)
        )
        message_templates()
        for task in tasks:
            self._tell(
                task.client, task.created_at, task.created_by, TaskAdded(title=task.title), task
            )
            if task.done_at:
                done = TaskDone(title=task.title)
                self._tell(task.client, task.done_at, task.done_by, done, task)

    def _hold(self, client: rows.Client, hold: shapes.Hold) -> rows.Hold:
        by = self.members[hold.by]
        lifted_by = self.members[hold.lifted_by] if hold.lifted_by else None
        # Every other one that stands has a last day.
        ends = not hold.lifted and client.number % 2 == 0
        until = self.organisation.today() + timedelta(days=10) if ends else None
        last = f"{until:%-d %b %Y}" if until else ""
        self._tell(client, hold.placed, by, PutOnHold(reason=hold.reason, until=last))
        if hold.lifted:
            self._tell(client, hold.lifted, lifted_by, HoldLifted())
        return rows.Hold(
            client=client,
            reason=hold.reason,
            placed_by=by,
            placed_at=hold.placed,
            until=until,
            lifted_at=hold.lifted,
            lifted_by=lifted_by,
        )

    def _note(self, client: rows.Client, note: shapes.Note) -> Note:
        html = formatted(note.text)
        remind_at = (
            datetime.combine(note.remind_on, time(9), tzinfo=self.organisation.zone)
            if note.remind_on
            else None
        )
        return Note(
            client=client,
            kind=_NOTE_KINDS.get(note.kind, note.kind),
            html=html,
            text=plain(html),
            author=self.members[note.author],
            written_at=note.at,
            pinned=note.pinned,
            remind_at=remind_at,
            resolved_at=note.resolved,
            resolved_by=self.members[note.resolved_by] if note.resolved_by else None,
            outcome=note.outcome,
        )

    def _task(self, client: rows.Client, task: shapes.Task) -> Task:
        assignee = self.members[task.assignee] if task.assignee else None
        return Task(
            client=client,
            title=task.title,
            due_on=task.due,
            assignee=assignee,
            created_by=self.members[task.author],
            created_at=task.created,
            done_at=task.done,
            done_by=assignee if task.done else None,
        )

    def _history(self) -> None:
        for c in self.world.clients:
            for line in c.activity:
                story = STORIES[line.kind](line.particulars)
                client = self.clients[c.number]
                person = self.people.get((client.pk, line.particulars.get("name", "")))
                subject = person if line.kind == "contact" else None
                self._tell(client, line.at, self.members[line.actor], story, subject)
        self.events.sort(key=lambda event: event.at)
        Event.objects.bulk_create(self.events, batch_size=500)

    def _tell(
        self,
        client: rows.Client,
        at: datetime,
        by: Member | None,
        story: Kind,
        subject: models.Model | None = None,
    ) -> None:
        self.events.append(
            Event(
                client=client,
                at=at,
                actor=by,
                kind=story.code,
                strand=story.strand,
                particulars=story.particulars(),
                text=story.text(),
                subject_model=subject._meta.label_lower if subject else "",
                subject_id=subject.pk if subject else None,
            )
        )
