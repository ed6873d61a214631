"""A client with all that stand below it in any hierarchy, and the figures of them all (J15).

One recursive statement walks down, and only through clients that the member may see: what stands
below a hidden client is not in the group, for being counted there would tell that it exists.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count, Sum
from django.db.models.expressions import RawSQL
from django.urls import reverse

from atrium.clients.models import Client
from atrium.clients.models.client_queryset import ClientQuerySet
from atrium.clients.page import facts_for
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.organisations.models import Member

AT_A_TIME = 500
LARGEST = 2**63 - 1

# Into these go only our own names and what Django made of querysets; every value is a parameter.
_BELOW = """WITH RECURSIVE below(id) AS ({root} UNION
SELECT r.second_id FROM below JOIN clients_relation r ON r.first_id = below.id
WHERE r.organisation_id = %s AND r.hierarchical AND r.ended_on IS NULL AND EXISTS ({seen})
) SELECT below.id FROM below"""
_CIRCLES = """WITH RECURSIVE above(start, id) AS (
SELECT r.second_id, r.first_id FROM clients_relation r
WHERE r.organisation_id = %s AND r.hierarchical AND r.ended_on IS NULL AND r.id IN ({places}) UNION
SELECT above.start, r.first_id FROM above JOIN clients_relation r ON r.second_id = above.id
WHERE r.organisation_id = %s AND r.hierarchical AND r.ended_on IS NULL
) SELECT 1 FROM above WHERE above.start = above.id LIMIT 1"""


def has_circle(relations: Iterable[int]) -> bool:
    """Whether one of these relations, by their keys, lets a client stand above itself."""
    organisation = current.required()
    for some in batched(relations, AT_A_TIME):
        sql = _CIRCLES.format(places=", ".join(["%s"] * len(some)))
        with connection.cursor() as cursor:
            cursor.execute(sql, [organisation, *some, organisation])
            if cursor.fetchone():
                return True
    return False


@dataclass(frozen=True)
class Total:
    """One figure of a group, and the list of clients behind it."""

    slug: str
    label: str
    value: int
    url: str
    shown: str


class Group:
    """The client with this number and those below it, as far as the member may see them."""

    def __init__(self, member: Member, number: int) -> None:
        self.member = member
        self.number = min(number, LARGEST)

    @property
    def clients(self) -> ClientQuerySet:
        """Its clients, the one on top among them; none where that one cannot be seen."""
        seen: ClientQuerySet = Client.objects.visible_to(self.member)
        return seen.filter(pk__in=self.keys)

    @property
    def keys(self) -> RawSQL:
        """Their keys, as a list for ``pk__in``."""
        seen = Client.objects.visible_to(self.member).order_by()
        root, of_root = _sql(seen.filter(number=self.number))
        here, of_here = _sql(seen.filter(pk=RawSQL("r.second_id", ())))
        sql = _BELOW.format(root=root, seen=here)
        return RawSQL(sql, (*of_root, current.required(), *of_here))  # noqa: S611 - see above

    def totals(self) -> list[Total]:
        """How many live clients it has, and each figure that can be added up, in one statement."""
        organisation = self.member.organisation
        parts = {slug: t for fact in facts_for(self.member) for slug, t in fact.added_up.items()}
        parted = self.clients.live().annotate(
            **{f"of_{slug}": total.part(organisation) for slug, total in parts.items()}
        )
        sums: dict[str, Any] = parted.aggregate(
            clients=Count("pk"), **{slug: Sum(f"of_{slug}", default=0) for slug in parts}
        )
        first = Total(
            "clients",
            gettext("Clients"),
            sums["clients"],
            self._url({}),
            f"{spoken(sums['clients']):,}",
        )
        return [
            first,
            *(
                Total(
                    slug,
                    total.label,
                    sums[slug],
                    self._url(total.narrows),
                    total.shown(sums[slug], organisation),
                )
                for slug, total in parts.items()
            ),
        ]

    def _url(self, narrows: dict[str, str]) -> str:
        home = reverse("clients", args=[self.member.organisation.slug])
        return f"{home}?{urlencode({'group': self.number} | narrows)}"


def _sql(clients: ClientQuerySet) -> tuple[str, tuple[Any, ...]]:
    sql, params = clients.values("pk").query.sql_with_params()
    return sql, tuple(params)
