"""What hangs on a client within its own record, told before a change that matters (J10)."""

from __future__ import annotations

from collections.abc import Iterator

from atrium.clients.affected import Affected, Intended, Matter, affected
from atrium.clients.models import Link, Relation
from atrium.clients.models.client_queryset import State
from atrium.clients.models.contact_role import ReachedFor
from atrium.foundation.addresses import address
from atrium.foundation.translation import gettext, ngettext


@affected(Matter.ARCHIVE, Matter.CLOSE, Matter.LEGAL)
def subsidiaries(change: Intended) -> Iterator[Affected]:
    """The clients that stand below this one, of those that the member sees."""
    client = change.client
    below = Relation.objects.current().seen_by(change.member)
    count = below.filter(first=client, hierarchical=True, second__state=State.LIVE).count()
    if count:
        some = ngettext(
            "1 client stands below it in a hierarchy",
            "{count} clients stand below it in a hierarchy",
            count,
        ).format(count=count)
        url = address("client-tab", client.organisation.slug, client.number, "relations")
        yield Affected(some, "network", url)


@affected(Matter.DELINK)
def what_the_person_is(change: Intended) -> Iterator[Affected]:
    """That the bills go to them, and who reports to them."""
    link, client = change.subject, change.client
    if not isinstance(link, Link):
        return
    if link.given_roles.filter(role__reached_for=ReachedFor.BILLING).exists():
        yield Affected(
            gettext("{contact} is the billing contact; nobody is then").format(
                contact=link.contact
            ),
            "credit-card",
        )
    reports = client.links.current().filter(reports_to=link).count()
    if reports:
        some = ngettext(
            "1 contact reports to {contact}", "{count} contacts report to {contact}", reports
        ).format(count=reports, contact=link.contact)
        yield Affected(some, "users-round")
