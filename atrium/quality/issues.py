"""What can be wrong with the data about clients, each as the list of clients that it opens (J22).

An app above adds its own by ``issue()`` in its criteria.py, after the criterion that it asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.text import format_lazy

from atrium.clients.filters import Filters, address
from atrium.clients.models.client_queryset import ClientQuerySet
from atrium.foundation.registry import Registry
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.models import Member

STALE_AFTER = 12


@dataclass(frozen=True, kw_only=True)
class Issue:
    """One sort of fault. ``where`` are the conditions that the list is narrowed by.

    ``recheck`` is the kind of point whose values can be read once more.
    """

    slug: str
    label: str
    advice: str
    where: str
    order: int
    recheck: str = ""

    @property
    def query(self) -> str:
        """The address of the list, without its path."""
        return address([("where", self.where)])

    def clients(self, member: Member) -> ClientQuerySet:
        """The live clients with this fault that the member may see."""
        return Filters.parse(self.query).choose(member)


ISSUES: Registry[Issue] = Registry()


def issue(**options: Any) -> None:
    """Count one more sort of fault: slug, label, advice, where, order."""
    ISSUES.add(options["slug"], Issue(**options))


issue(
    slug="double",
    label=gettext_lazy("Looks like another client"),
    advice=gettext_lazy(
        "Perhaps one client twice. Managers compare and merge them under Duplicates."
    ),
    where="double.is:yes",
    order=5,
)
issue(
    slug="unreachable",
    label=gettext_lazy("Cannot be reached"),
    advice=gettext_lazy("No phone or e-mail address that works. Add one, or ask who knows them."),
    where="reachable.is:no",
    order=10,
)
issue(
    slug="invalid_email",
    label=gettext_lazy("Invalid e-mail address"),
    advice=gettext_lazy("Mail to it will not arrive. Correct it on the client."),
    where="invalid_email.is:yes",
    order=20,
    recheck="email",
)
issue(
    slug="invalid_phone",
    label=gettext_lazy("Invalid phone number"),
    advice=gettext_lazy("Often only the country is missing: set it and check them again."),
    where="invalid_phone.is:yes",
    order=30,
    recheck="phone",
)
issue(
    slug="invalid_link",
    label=gettext_lazy("Invalid link"),
    advice=gettext_lazy("The address cannot be opened as it is written."),
    where="invalid_link.is:yes",
    order=40,
    recheck="link",
)
issue(
    slug="doubtful_postcode",
    label=gettext_lazy("Doubtful postcode"),
    advice=gettext_lazy("It does not look like one of its country. Letters may go astray."),
    where="doubtful_postcode.is:yes",
    order=50,
)
issue(
    slug="unread_value",
    label=gettext_lazy("Value that does not fit its field"),
    advice=gettext_lazy(
        "An import or a change of type left it. Correct it in the client's details."
    ),
    where="unread_value.is:yes",
    order=60,
)
issue(
    slug="stale",
    label=format_lazy(gettext_lazy("Nothing for {count} months"), count=STALE_AFTER),
    advice=gettext_lazy("No note, task or change for so long. Ask how they are, or archive them."),
    where=f'active.max:"{STALE_AFTER} months ago"',
    order=70,
)
issue(
    slug="ownerless",
    label=gettext_lazy("Nobody owns them"),
    advice=gettext_lazy("Give them an owner, so that somebody looks after what is missing."),
    where="owner.is:none",
    order=80,
)
