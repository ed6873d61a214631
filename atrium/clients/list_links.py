"""What other apps do with a list of clients as it stands: a link that is given its address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from atrium.foundation.registry import Registry
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.organisations.models import Member


@dataclass(frozen=True, kw_only=True)
class ListLink:
    """A line of the menu above the list; its page reads the list's address from the query."""

    label: str
    icon: str
    url_name: str
    order: int
    needs: Can


LINKS: Registry[ListLink] = Registry()


def list_link(**options: Any) -> None:
    """Offer something for the list: label, icon, url_name, order, needs. Put it in navigation.py."""
    LINKS.add(options["url_name"], ListLink(**options))


def links_for(member: Member) -> list[ListLink]:
    """What the member may do with a list."""
    return [link for link in LINKS.ordered(lambda link: link.order) if member.can(link.needs)]
