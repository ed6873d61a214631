"""Why a member sees a client, or does not, in words (X05).

The verdict is that of ``Client.objects.visible_to(member)``; a property test holds the two together.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from atrium.clients.models import Assignment, Client, Grant, State
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.said import within
from atrium.foundation.translation import gettext
from atrium.organisations.models import Member
from atrium.organisations.models.team import TeamMember
from atrium.organisations.permissions import Can


@dataclass(frozen=True)
class Reason:
    """One ground for the verdict: ``slug`` for programs, ``text`` for people.

    ``grant`` or ``seat`` is the row that it rests on, so that it can be taken away.
    """

    slug: str
    text: str
    grant: Grant | None = None
    seat: Assignment | None = None


@dataclass(frozen=True)
class Why:
    """Whether the member sees the client, and the grounds, the strongest first."""

    member: Member
    sees: bool
    reasons: tuple[Reason, ...]

    @property
    def by_role(self) -> bool:
        """Whether it rests on the role, which cannot be taken away here."""
        return any(reason.slug == "role" for reason in self.reasons)


class Seeing:
    """Answers for one client and any member; reads its rows once, in four statements."""

    def __init__(self, client: Client) -> None:
        self.client = client
        seats = client.assignments.current().select_related("member", "team")
        self.seats: list[Assignment] = list(seats)
        grants = client.grants.select_related("member", "team", "given_by")
        self.grants: list[Grant] = list(grants)
        named = {seat.team_id for seat in self.seats} | {grant.team_id for grant in self.grants}
        self._teams: defaultdict[int, set[int]] = defaultdict(set)
        for member, team in TeamMember.objects.filter(team__in=named - {None}).values_list(
            "member_id", "team_id"
        ):
            self._teams[member].add(team)

    def why(self, member: Member) -> Why:
        """Whether this member sees the client, and why or why not."""
        if why_not := self._shut(member):
            return Why(member, sees=False, reasons=(why_not,))
        reasons = (*self._by_role(member), *self._by_name(member))
        if not self.client.restricted:
            everyone = Reason("everyone", gettext("Everyone who sees clients may see it."))
            reasons = (everyone, *reasons)
        if reasons:
            return Why(member, sees=True, reasons=reasons)
        text = gettext(
            "It is open to its owner, its team and those named only, and {member} is none of these."
        ).format(member=member)
        return Why(member, sees=False, reasons=(Reason("restricted", text),))

    def everyone(self) -> list[Why]:
        """The verdict for each member who works here, those who see it first."""
        members = Member.objects.active().select_related("own_role").order_by("name", "id")
        told = [self.why(member) for member in members]
        return sorted(told, key=lambda why: (not why.sees, why.by_role))

    def _shut(self, member: Member) -> Reason | None:
        if self.client.state == State.WITHDRAWN:
            text = gettext("It came with an import that was undone; nobody sees it.")
            return Reason("withdrawn", text)
        if not member.is_active:
            day = f"{spoken(member.disabled_at):%-d %b %Y}"
            return Reason(
                "disabled",
                gettext("{member} was disabled on {day} and sees nothing.").format(
                    member=member, day=day
                ),
            )
        if not member.can(Can.CLIENTS_SEE):
            role = within(member.given.label, noun=True)
            return Reason(
                "role", gettext("The role {role} does not see clients.").format(role=role)
            )
        return None

    def _by_role(self, member: Member) -> list[Reason]:
        if not member.can(Can.CLIENTS_SEE_ALL):
            return []
        role = within(member.given.label, noun=True)
        text = gettext("The role {role} sees every client, also restricted ones.").format(role=role)
        return [Reason("role", text)]

    def _by_name(self, member: Member) -> list[Reason]:
        teams = self._teams.get(member.pk, set())
        found = []
        if self.client.owner_id == member.pk:
            found.append(Reason("owner", gettext("Owns the client.")))
        for seat in self.seats:
            if seat.member_id == member.pk:
                text = gettext("On its team as {role} since {began}.").format(
                    role=seat.role, began=f"{spoken(seat.began):%-d %b %Y}"
                )
                found.append(Reason("team", text, seat=seat))
            elif seat.team_id in teams:
                text = gettext("Member of {team}, which is on its team as {role}.").format(
                    team=seat.team, role=seat.role
                )
                found.append(Reason("team", text, seat=seat))
        for grant in self.grants:
            by = f" by {grant.given_by}" if grant.given_by else ""
            day = gettext("{by} on {created_at}.").format(
                by=by, created_at=f"{spoken(grant.created_at):%-d %b %Y}"
            )
            if grant.member_id == member.pk:
                found.append(Reason("grant", gettext("Let in{day}").format(day=day), grant=grant))
            elif grant.team_id in teams:
                text = gettext("Member of {team}, which was let in{day}").format(
                    team=grant.team, day=day
                )
                found.append(Reason("grant", text, grant=grant))
        return found


def why(member: Member, client: Client) -> Why:
    """Why the member sees the client, or does not."""
    return Seeing(client).why(member)


def how_many(member: Member) -> int:
    """How many clients the member sees, archived ones not counted."""
    return int(Client.objects.visible_to(member).live().count())
