"""Who looks after the clients of a demo organisation, who was let in, and who looked."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from atrium.clients.models import (
    Assignment,
    Client,
    Grant,
    Sight,
    Sighting,
    TeamRole,
)
from atrium.clients.provision import TEAM_ROLES
from atrium.demo.world.shapes import World
from atrium.foundation.formats.names import fold
from atrium.organisations.models import Member, Organisation, Team

PARTS = ("Activity", "Notes", "Tasks", "details")
QUARTER = timedelta(minutes=15)


def look_after(
    world: World,
    organisation: Organisation,
    members: dict[str, Member],
    clients: dict[int, Client],
) -> None:
    """The team roles, whole teams on clients, former seats, grants; the log where it is kept."""
    told = {role for c in world.clients for _, role in c.team}
    labels = [*TEAM_ROLES, *sorted(told - {*TEAM_ROLES})]
    TeamRole.objects.bulk_create(
        TeamRole(label=label, label_key=fold(label), position=n) for n, label in enumerate(labels)
    )
    teams, people = list(Team.objects.order_by("id")), list(members.values())
    numbers = sorted(clients)
    seats = []
    for turn, number in enumerate(numbers[:40]):
        client, began = clients[number], clients[number].created_at.date()
        if teams and turn % 3 == 0:
            team = teams[turn % len(teams)]
            seats.append(Assignment(client=client, team=team, role="Field work", since=began))
        if turn % 4 == 0:
            former = people[turn % len(people)]
            day = began + timedelta(days=90)
            until = min(day, organisation.today())
            seats.append(
                Assignment(client=client, member=former, role="Backup", since=began, until=until)
            )
    Assignment.objects.bulk_create(seats)
    boss = next(m for m in people if m.role == "owner")
    hidden = [client for client in clients.values() if client.restricted]
    Grant.objects.bulk_create(
        Grant(client=client, member=people[turn % len(people)], given_by=boss)
        for turn, client in enumerate(hidden)
    )
    if organisation.slug == "harbour":
        _log(organisation, people, [clients[number] for number in numbers[:12]])


def _log(organisation: Organisation, people: list[Member], clients: list[Client]) -> None:
    """Harbour keeps the log of who saw what; the last day of it."""
    Organisation.objects.filter(pk=organisation.pk).update(logs_views=True, views_kept_days=180)
    at = timezone.now() - timedelta(days=1)
    seen = []
    for turn in range(60):
        at += QUARTER + timedelta(minutes=turn % 9)
        if at > timezone.now():
            break
        member, client = people[turn * 3 % len(people)], clients[turn * 5 % len(clients)]
        sort = Sight.SEARCH if turn % 11 == 4 else Sight.VIEW  # noqa: PLR2004 - now and then
        seen.append(
            Sighting(
                member=member,
                client=None if sort == Sight.SEARCH else client,
                kind=sort,
                what=client.name.split()[0] if sort == Sight.SEARCH else PARTS[turn % len(PARTS)],
                at=at,
                slot=Sighting.slot_of(at),
            )
        )
    Sighting.objects.bulk_create(seen)
