from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from atrium.clients.models import Client, Contact
from atrium.conversations.models.filing import FiledBy, Filing
from atrium.conversations.models.message import UNDO_FOR, Message
from atrium.conversations.models.message_queryset import MessageQuerySet
from atrium.conversations.models.message_state import Channel, Direction, State
from atrium.conversations.models.party import Party, PartyKind
from atrium.conversations.models.sms_ends import ENDS, is_news
from atrium.conversations.models.sms_number import SmsNumber
from atrium.conversations.models.thread import Thread
from atrium.conversations.models.unanswered import Unanswered
from atrium.conversations.sms.segments import LONGEST
from atrium.conversations.sms_events import SmsFailed, SmsReceived, SmsSent
from atrium.foundation.errors import Refusal
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.timeline.acting import acting


@dataclass(frozen=True)
class To:
    """Somebody an SMS goes to: a number in E.164, and whose it is, where it is a person's."""

    number: str
    name: str
    contact: Contact | None = None


class SmsQuerySet(MessageQuerySet):
    """Ways to choose SMS."""

    def sms(self) -> SmsQuerySet:
        return self.filter(channel=Channel.SMS)

    def with_phone(self, number: str) -> SmsQuerySet:
        """Those from or to a number in E.164, the newest first."""
        named = Party.objects.filter(message=OuterRef("pk"), address_key=number)
        return self.sms().filter(Exists(named)).order_by("-at", "-id")

    def waiting(self) -> SmsQuerySet:
        """Those that came in and stand with no client."""
        filed = Filing.objects.filter(message=OuterRef("pk"))
        return self.sms().filter(~Exists(filed), state=State.RECEIVED, direction=Direction.IN)

    def unassigned_to(self, member: Member) -> SmsQuerySet:
        """Those that wait for somebody to say whose they are, of numbers the member may use."""
        if not member.can(Can.MAIL_SEND):
            return self.none()
        usable = SmsNumber.objects.usable_by(member).order_by().filter(pk=OuterRef("number_id"))
        return self.waiting().filter(Exists(usable))


SmsManager: Any = OwnedManager.from_queryset(SmsQuerySet)


class Sms(Message):
    """A message by SMS. Each goes to one number, so that each has an end of its own.

    ``message_id`` holds what the provider calls it, by which it is stored once.
    """

    objects: ClassVar = SmsManager()  # type: ignore[assignment]  # it finds more than Message's

    class Meta(Owned.Meta):
        proxy = True
        verbose_name = "SMS"
        verbose_name_plural = "SMS"

    @classmethod
    def write(  # type: ignore[override]
        cls,
        client: Client,
        text: str,
        to: Sequence[To],
        *,
        by: Member,
        number: SmsNumber,
        at: datetime | None = None,
    ) -> list[Self]:
        """One SMS to each, on its way: in ten seconds, until which it can be taken back, or at ``at``.

        Refused without words or receivers, and from a number that is not the member's to use.
        """
        from atrium.conversations.sms.tasks import leave  # noqa: PLC0415 - which loads messages

        text = text.replace("\r\n", "\n").replace("\x00", "").strip()
        if not text:
            raise Refusal(gettext("Write something first."), field="text")
        if len(text) > LONGEST:
            raise Refusal(
                gettext("An SMS has at most {longest} characters.").format(
                    longest=f"{spoken(LONGEST):,}"
                ),
                field="text",
            )
        if not to:
            raise Refusal(gettext("Choose whom it goes to."), field="to")
        now = timezone.now()
        if at is not None and at < now:
            raise Refusal(gettext("Choose a moment that is still to come."), field="leave_at")
        if not SmsNumber.objects.usable_by(by).filter(pk=number.pk).exists():
            raise Refusal(gettext("You cannot send from this number."), field="number")
        client.refuse_archived()
        made = []
        with transaction.atomic():
            for one in to:
                row = cls(
                    channel=Channel.SMS,
                    number=number,
                    author=by,
                    text=text,
                    at=at or now,
                    queued_at=now,
                    leave_at=at or now + UNDO_FOR,
                    state=State.SCHEDULED if at else State.QUEUED,
                    thread=cls._thread_with(client, one.number),
                )
                row.save(force_insert=True)
                row._name_parties(number.number or number.service, number.name, one)
                Filing.objects.create(message=row, client=client, how=FiledBy.WRITTEN, by=by)
                turn = leave.using(run_after=row.leave_at)
                turn.enqueue(row.organisation.pk, row.pk, row.turn)
                Unanswered.answered(row)
                made.append(row)
        return made

    @classmethod
    def take_in(
        cls, number: SmsNumber, *, sid: str, sender: To, text: str, clients: Iterable[Client]
    ) -> Self | None:
        """One that came in, filed to ``clients`` or waiting for somebody to say whose it is.

        None where it was taken in before: a provider may tell twice.
        """
        key = f"sms:{number.pk}:{sid}"
        if cls.objects.filter(message_id=key).exists():
            return None
        last = cls.objects.with_phone(sender.number).filter(number=number).first()
        try:
            with acting(by=None, label=gettext("Took in an SMS")):
                row = cls(
                    channel=Channel.SMS,
                    direction=Direction.IN,
                    state=State.RECEIVED,
                    number=number,
                    message_id=key,
                    text=text[:20_000],
                    thread=last.thread if last else Thread.objects.create(),
                )
                row.save(force_insert=True)
                ours = To(number.number or number.service, number.name)
                row._name_parties(sender.number, sender.name, ours, sender.contact)
                how = FiledBy.REPLY if last else FiledBy.ADDRESS
                for client in clients:
                    row.file_to(client, how=how, by=None)
        except IntegrityError:
            return None
        return row

    def file_to(self, client: Client, *, how: str, by: Member | None) -> None:
        """Put it with the client, where its story tells it."""
        with acting(by=by, label=gettext("Filed an SMS to {client}").format(client=client)) as act:
            act.lock(client)
            Filing.objects.get_or_create(
                message_id=self.pk,
                client=client,
                defaults={"how": how, "by": by, "at": self.at},
            )
            Unanswered.wait(self, [client])
            quiet = not self.others_know()
            act.record(SmsReceived(), client=client, subject=self, quiet=quiet)

    def assign(self, client: Client, *, by: Member, contact: Contact | None = None) -> None:
        """Say whose it was, of one that nobody was found for; it goes with all that wait of its number."""
        client.refuse_archived()
        with transaction.atomic():
            waiting = type(self).objects.unassigned_to(by).with_phone(self.phone)
            rows: list[Any] = list(waiting.filter(direction=Direction.IN).order_by("at", "id"))
            if self.pk not in {row.pk for row in rows}:
                raise Refusal(gettext("Somebody assigned or ignored this SMS meanwhile."))
            for row in rows:
                row.file_to(client, how=FiledBy.HAND, by=by)
            if contact is not None:
                theirs = Party.objects.filter(message__in=[row.pk for row in rows])
                theirs.filter(kind=PartyKind.FROM).update(contact=contact, name=str(contact)[:300])

    def ignore(self, *, by: Member) -> None:
        """Leave it with nobody."""
        waiting = type(self).objects.unassigned_to(by).filter(pk=self.pk)
        if not waiting.update(state=State.IGNORED):
            raise Refusal(gettext("Somebody assigned or ignored this SMS meanwhile."))

    def take_back(self, *, by: Member) -> None:
        """Throw it away before it leaves. Refused once it is being handed over."""
        with transaction.atomic():
            self._hold(by, State.SCHEDULED, State.QUEUED)
            if self.attempts.exists() or (self.leave_at and self.leave_at <= timezone.now()):
                raise Refusal(gettext("It is too late: this SMS has left already."))
            Unanswered.left_open(self)
            for rows in (Party.objects, Filing.objects):
                rows.filter(message=self)._raw_delete("default")  # noqa: SLF001 - delete() would collect by bare keys
            self.delete()

    def retry(self, *, by: Member) -> None:
        """Send again what failed, or what nobody knows the end of."""
        from atrium.conversations.sms.tasks import leave  # noqa: PLC0415 - which loads messages

        with transaction.atomic():
            self._hold(by, State.FAILED, State.UNKNOWN)
            self.state, self.problem, self.told_at = State.QUEUED, "", None
            self.queued_at = self.leave_at = timezone.now()
            self.save()
            leave.enqueue(self.organisation.pk, self.pk, self.turn)
            Unanswered.answered(self)

    def learn(self, *, sid: str, state: State | None, problem: str, newest: bool) -> None:
        """News of the provider, in whatever order it comes; told on the timeline where it ends anew.

        ``newest``: it is of the last attempt. What was delivered stays so; that it failed counts of
        the last attempt alone, that it went well counts of any.
        """
        with transaction.atomic():
            row: Any = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            if not is_news(row, state, newest=newest):
                return
            told = ENDS.get(row.state) if row.told_at else None
            values = {"state": state, "problem": problem[:500]}
            if told is not ENDS[str(state)]:
                values["told_at"] = None
            key = f"sms:{row.number_id}:{sid}"
            if sid and not row.message_id and not type(self).objects.filter(message_id=key):
                values["message_id"] = key
            type(self).objects.filter(pk=row.pk).update(**values)
            row.tell()

    def tell(self) -> None:
        """Tell on the timelines how it ended, once each time; nothing of its words goes there (X10)."""
        with transaction.atomic():
            row: Any = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
            kind = ENDS.get(row.state)
            if row.told_at or kind is None:
                return
            if kind is SmsFailed:
                Unanswered.left_open(row)
            by = row.author if kind is SmsSent else None
            with acting(by=by, label=gettext("Sent an SMS")) as act:
                quiet = not row.others_know()
                for filing in row.filings.select_related("client"):
                    act.record(kind(), client=filing.client, subject=row, quiet=quiet)
            type(self).objects.filter(pk=row.pk).update(told_at=timezone.now())

    def is_of(self, member: Member) -> bool:
        """Its author, and who is in a team that keeps its number."""
        kept = SmsNumber.objects.named_to(member)
        return self.author_id == member.pk or any(n.pk == self.number_id for n in kept)

    @property
    def phone(self) -> str:
        """The other one's number."""
        theirs = PartyKind.FROM if self.direction == Direction.IN else PartyKind.TO
        return next((p.address for p in self.parties.all() if p.kind == theirs), "")

    def others_know(self) -> bool:
        """Whether it is for others than its author and those who keep its number."""
        return bool(type(self).objects.filter(pk=self.pk).seen_by_others().exists())

    @classmethod
    def _thread_with(cls, client: Client, number: str) -> Thread:
        last = cls.objects.with_phone(number).of_client(client).select_related("thread").first()
        return last.thread if last else Thread.objects.create()

    def _name_parties(self, sender: str, name: str, to: To, writer: Contact | None = None) -> None:
        rows = [
            Party(kind=PartyKind.FROM, address=sender, name=name[:300], contact=writer),
            Party(kind=PartyKind.TO, address=to.number, name=to.name[:300], contact=to.contact),
        ]
        for row in rows:
            row.message_id, row.address_key = self.pk, row.address.casefold()
        Party.objects.bulk_create(rows)
