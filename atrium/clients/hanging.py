"""What hangs on a client within its own record, told before a change that matters (J10)."""

from __future__ import annotations

from collections.abc import Iterator

from atrium.clients.affected import Affected, Intended, Matter, affected
from atrium.clients.models import Link, Relation
from atrium.clients.models.client_queryset import State
from atrium.clients.models.contact_role import ReachedFor
from atrium.foundation.addresses import address


@affected(Matter.ARCHIVE, Matter.CLOSE, Matter.LEGAL)
def subsidiaries(change: Intended) -> Iterator[Affected]:
    """The clients that stand below this one, of those that the member sees."""
    client = change.client
    below = Relation.objects.current().seen_by(change.member)
    count = below.filter(first=client, hierarchical=True, second__state=State.LIVE).count()
    if count:
        some = "1 client stands" if count == 1 else f"{count} clients stand"
        url = address("client-tab", client.organisation.slug, client.number, "relations")
        yield Affected(f"{some} below it in a hierarchy", "network", url)


@affected(Matter.DELINK)
def what_the_person_is(change: Intended) -> Iterator[Affected]:
    """That the bills go to them, and who reports to them."""
    link, client = change.subject, change.client
    if not isinstance(link, Link):
        return
    if link.given_roles.filter(role__reached_for=ReachedFor.BILLING).exists():
        yield Affected(f"{link.contact} is the billing contact; nobody is then", "credit-card")
    reports = client.links.current().filter(reports_to=link).count()
    if reports:
        some = "1 contact reports" if reports == 1 else f"{reports} contacts report"
        yield Affected(f"{some} to {link.contact}", "users-round")
