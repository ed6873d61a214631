from __future__ import annotations

from typing import Any, ClassVar

from django.db import IntegrityError, models
from django.db.models import Q
from django.utils import timezone

from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.said import within
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.profile.account_fields import FIELDS, Values, read_all, refuse
from atrium.profile.events import (
    AccountChangeAsked,
    AccountChanged,
    AccountChangeRejected,
    AccountChangeWithdrawn,
    AccountKind,
)
from atrium.profile.models.account_details import AccountDetails, differences
from atrium.profile.models.changed_since import ChangedSince
from atrium.timeline.acting import Acting, acting

LONGEST_REASON = 500


class RequestState(models.TextChoices):
    """How far a request is."""

    OPEN = "open", gettext_lazy("Waiting")
    APPROVED = "approved", gettext_lazy("Approved")
    REJECTED = "rejected", gettext_lazy("Rejected")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")


class ChangeRequestQuerySet(models.QuerySet["ChangeRequest"]):
    """Ways to choose requests."""

    def waiting(self) -> ChangeRequestQuerySet:
        return self.filter(state=RequestState.OPEN)

    def visible_to(self, member: Member) -> ChangeRequestQuerySet:
        """Those about clients that the member may see."""
        seen = Client.objects.visible_to(member).filter(pk=models.OuterRef("client_id"))
        return self.filter(models.Exists(seen))


ChangeRequestManager = OwnedManager.from_queryset(ChangeRequestQuerySet)


class ChangeRequest(Owned):
    """What somebody wants changed in the account details of a client, and what became of it (B03).

    A client has at most one that waits. Who asked for it and asks again adds to it; anyone else
    is refused until it is decided. ``changes`` keeps what stood there and what is to stand there,
    by field: {"payment_terms": ["net-30", "net-14"]}.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    client = models.ForeignKey(
        Client, models.PROTECT, related_name="change_requests", db_constraint=False, db_index=False
    )
    changes: models.JSONField[dict[str, list[Any]]] = models.JSONField(default=dict)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.OPEN)
    asked_by = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        Member, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=LONGEST_REASON, blank=True)

    objects: ClassVar = ChangeRequestManager()

    class Meta(Owned.Meta):
        verbose_name = "request"
        ordering = ("-asked_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "client"],
                condition=Q(state="open"),
                name="one_request_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="change_request_by_public_id"
            ),
            SameOrganisation("client"),
            SameOrganisation("asked_by"),
            SameOrganisation("decided_by"),
        ]
        indexes = [
            models.Index(fields=["organisation", "client", "asked_at"], name="request_by_client"),
            models.Index(fields=["organisation", "state", "asked_at"], name="request_by_state"),
        ]

    def __str__(self) -> str:
        return gettext("Change of account details of {client}").format(client=self.client)

    @property
    def is_open(self) -> bool:
        return self.state == RequestState.OPEN

    @property
    def before(self) -> Values:
        return {name: pair[0] for name, pair in self.changes.items()}

    @property
    def after(self) -> Values:
        return {name: pair[1] for name, pair in self.changes.items()}

    @property
    def labels(self) -> list[str]:
        """What it is about: the fields by name."""
        return [str(field.label) for name, field in FIELDS.items() if name in self.changes]

    def lines(self, standing: Values, *, bank_too: bool = False) -> list[list[str]]:
        """Label, before and after of each field; amounts in the currency of ``standing``."""
        return differences(self.client, standing | self.before, self.after, bank_too=bank_too)

    def moved(self, standing: Values) -> list[str]:
        """The labels of fields that hold neither what they held nor what they are to hold."""
        return [
            str(FIELDS[name].label)
            for name, (before, after) in self.changes.items()
            if standing[name] not in (before, after)
        ]

    @classmethod
    def ask(
        cls, client: Client, *, by: Member | None, texts: dict[str, str], reason: str = ""
    ) -> ChangeRequest:
        """Ask for ``texts`` to stand in the named fields, or add them to one's own open request.

        Refused with the mend when a text does not fit, when nothing would change, and while a
        request of somebody else waits.
        """
        reason = _short(reason)
        label = gettext("Asked to change account details of {client}").format(client=client)
        with acting(by=by, label=label) as act:
            _lock(client, act)
            client.refuse_archived()
            waiting = cls.objects.filter(client=client).waiting().select_for_update(of=("self",))
            request: ChangeRequest | None = waiting.first()
            if request is not None and request.asked_by_id != (by.pk if by else None):
                who = request.asked_by or gettext("An import")
                msg = gettext(
                    "{who} asked for a change already, which waits. It has to be decided first."
                ).format(who=who)
                raise Refusal(msg)
            standing = AccountDetails.standing(client)
            wanted: Values = request.after if request else {}
            values, wrong = read_all(client, standing | wanted, texts)
            refuse(wrong)
            changes = {
                n: [standing[n], v] for n, v in (wanted | values).items() if v != standing[n]
            }
            if request is not None:
                request.client = client
            return cls._asked(client, request, changes, reason, act)

    @classmethod
    def _asked(
        cls,
        client: Client,
        request: ChangeRequest | None,
        changes: dict[str, list[Any]],
        reason: str,
        act: Acting,
    ) -> ChangeRequest:
        if not changes or (request is not None and request.changes == changes):
            msg = gettext("Nothing would change: all of this stands there or is asked for already.")
            raise Refusal(msg)
        if request is None:
            request = cls(client=client, changes=changes, reason=reason, asked_by=act.by)
            try:
                act.insert(request)
            except IntegrityError as error:
                msg = gettext("Somebody asked for a change just now. Look again.")
                raise Refusal(msg) from error
        else:
            act.change(request, changes=changes, reason=reason or request.reason)
        request._tell(AccountChangeAsked, act, request.reason)
        return request

    @classmethod
    def ask_and_approve(
        cls, client: Client, *, by: Member, texts: dict[str, str], reason: str = ""
    ) -> ChangeRequest:
        """Ask and approve in one act; refused where it takes a second person."""
        label = gettext("Changed account details of {client}").format(client=client)
        with acting(by=by, label=label):
            request = cls.ask(client, by=by, texts=texts, reason=reason)
            request.approve(by=by)
        return request

    def why_not(self, member: Member) -> str:
        """Why the member may not approve it; empty where they may.

        Nobody approves their own, unless the organisation allows that or has nobody else for it.
        """
        if not member.can(Can.ACCOUNTS_APPROVE):
            return gettext("An admin decides about this.")
        if self.asked_by_id != member.pk or may_approve_own(member):
            return ""
        return gettext("You asked for this yourself, so a second person has to approve it.")

    def approve(self, *, by: Member) -> None:
        """Let the changes stand; ChangedSince where a value is not what it was when they were asked for."""
        label = gettext("Approved a change of account details of {client}").format(
            client=self.client
        )
        with acting(by=by, label=label) as act:
            self._decide(act, RequestState.APPROVED)
            if why := self.why_not(by):
                raise Refusal(why)
            standing = AccountDetails.standing(self.client)
            if moved := self.moved(standing):
                raise ChangedSince(moved)
            _, wrong = read_all(self.client, standing | self.after, {})
            refuse(wrong)
            AccountDetails.put(self.client, self.after, act)
            self._tell(AccountChanged, act)

    def reject(self, *, by: Member, reason: str) -> None:
        """Leave everything as it is; refused without a reason, which the asker reads."""
        reason = _short(reason)
        if not reason:
            msg = gettext("Give a reason, so that who asked knows why.")
            raise Refusal(msg, field="reason")
        label = gettext("Rejected a change of account details of {client}").format(
            client=self.client
        )
        with acting(by=by, label=label) as act:
            self._decide(act, RequestState.REJECTED, answer=reason)
            self._tell(AccountChangeRejected, act, reason)

    def withdraw(self, *, by: Member) -> None:
        """Take one's own request back; refused to anyone else."""
        if self.asked_by_id != by.pk:
            msg = gettext("Only who asked for it can withdraw it.")
            raise Refusal(msg)
        label = gettext("Withdrew a change of account details of {client}").format(
            client=self.client
        )
        with acting(by=by, label=label) as act:
            self._decide(act, RequestState.WITHDRAWN)
            self._tell(AccountChangeWithdrawn, act)

    def _decide(self, act: Acting, state: RequestState, answer: str = "") -> None:
        client = self.client
        _lock(client, act)
        act.lock(self)
        self.client = client
        if not self.is_open:
            msg = gettext("This request was {state} already.").format(
                state=within(self.get_state_display())
            )
            raise Refusal(msg)
        act.change(self, state=state, decided_by=act.by, decided_at=timezone.now(), answer=answer)

    def _tell(self, kind: type[AccountKind], act: Acting, reason: str = "") -> None:
        lines = self.lines(AccountDetails.standing(self.client) | self.before)
        act.record(kind(changes=lines, reason=reason), client=self.client, subject=self)


def may_approve_own(member: Member) -> bool:
    """Whether the member may approve what they asked for themselves."""
    if not member.organisation.second_person:
        return True
    others = Member.objects.who_can(Can.ACCOUNTS_APPROVE).exclude(pk=member.pk)
    return not others.exists()


def _lock(client: Client, act: Acting) -> None:
    organisation = client.organisation
    act.lock(client)
    client.organisation = organisation


def _short(reason: str) -> str:
    reason = " ".join(reason.split())
    if len(reason) > LONGEST_REASON:
        msg = gettext("A reason has at most {longest} characters; shorten it.").format(
            longest=LONGEST_REASON
        )
        raise Refusal(msg, field="reason")
    return reason
