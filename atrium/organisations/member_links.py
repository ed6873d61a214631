"""What other apps offer on the page of one member; each adds its own in its navigation.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from atrium.foundation.registry import Registry
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.organisations.models import Member


@dataclass(frozen=True, kw_only=True)
class MemberLink:
    """A line that leads to a page about the member, named by their public id."""

    label: str
    text: str
    button: str
    url_name: str
    order: int
    needs: Can


LINKS: Registry[MemberLink] = Registry()


def member_link(**options: Any) -> None:
    """Put a line on the page of a member: label, text, button, url_name, order, needs."""
    LINKS.add(options["url_name"], MemberLink(**options))


def links_for(by: Member, shown: Member) -> list[tuple[MemberLink, str]]:
    """The lines that ``by`` sees on the page of ``shown``, with their addresses."""
    place = [by.organisation.slug, shown.public_id]
    lines = LINKS.ordered(lambda link: link.order)
    return [(link, reverse(link.url_name, args=place)) for link in lines if by.can(link.needs)]
