"""Criteria of the people of a client, and of the ways to reach it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from atrium.clients import lexicon
from atrium.clients.models import Link, LinkRole, Point, PointKind
from atrium.clients.narrowing.answer import Answer
from atrium.clients.narrowing.criterion import Option, criterion
from atrium.clients.narrowing.kinds import Counted, OneOf, Text
from atrium.clients.value_types import Where
from atrium.foundation.translation import gettext_lazy

SECTION = gettext_lazy("People and ways to reach them")


def _of(kind: PointKind) -> Callable[[Where], Any]:
    return lambda _: Point.objects.filter(kind=kind, client__isnull=False)


def _links(_: Where) -> Any:
    return Link.objects.current()


def _roles(where: Where) -> list[Option]:
    roles = lexicon.of(where.organisation).contact_roles
    return [Option(str(key), str(row), str(row.public_id)) for key, row in roles.items()]


def _in_role(keys: list[str], where: Where) -> Answer:
    held = LinkRole.objects.filter(role__in=[int(key) for key in keys])
    return Answer(rows=_links(where).filter(pk__in=held.values("link")), several=True)


for _kind, _label in (
    (PointKind.EMAIL, gettext_lazy("E-mail")),
    (PointKind.PHONE, gettext_lazy("Phone")),
    (PointKind.LINK, gettext_lazy("Website or link")),
):
    criterion(
        Text(
            slug=_kind.value,
            label=_label,
            section=SECTION,
            column="value",
            rows=_of(_kind),
            never_blank=True,
        )
    )
criterion(
    Text(
        slug="contact",
        label=gettext_lazy("Name of a contact"),
        section=SECTION,
        column="contact__name",
        rows=_links,
    )
)
criterion(
    Text(
        slug="job_title",
        label=gettext_lazy("Job title of a contact"),
        section=SECTION,
        column="job_title",
        rows=_links,
    )
)
criterion(
    OneOf(
        slug="contact_role",
        label=gettext_lazy("Contact in the role"),
        section=SECTION,
        choices=_roles,
        fits=_in_role,
    )
)
criterion(
    Counted(slug="contacts", label=gettext_lazy("Number of contacts"), section=SECTION, rows=_links)
)
