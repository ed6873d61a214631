"""The dashboard as a place where every app may hang something, in its navigation.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from atrium.foundation.registry import Registry
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.organisations.middleware import MemberRequest

type Context = dict[str, Any]
type Draw = Callable[[MemberRequest], Context | None]


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card of the dashboard. ``context`` answers None when there is nothing to show.

    ``side`` is "main" (wide) or "side" (narrow). The template is included with what ``context`` answers.
    """

    slug: str
    side: str
    order: int
    needs: Can
    template: str
    context: Draw


@dataclass(frozen=True, kw_only=True)
class Start:
    """A button of the empty dashboard: where a new organisation begins."""

    label: str
    icon: str
    url_name: str
    order: int
    needs: Can


@dataclass(frozen=True)
class Drawn:
    """A card with what it shows."""

    card: Card
    context: Context


CARDS: Registry[Card] = Registry()
STARTS: Registry[Start] = Registry()


def dashboard_card(**options: Any) -> Callable[[Draw], Draw]:
    """Hang a card onto the dashboard: slug, side, order, needs, template."""

    def register(context: Draw) -> Draw:
        CARDS.add(options["slug"], Card(context=context, **options))
        return context

    return register


def dashboard_start(**options: Any) -> None:
    """Put a button into the empty dashboard: label, icon, url_name, order, needs."""
    STARTS.add(options["url_name"], Start(**options))


def cards_for(request: MemberRequest) -> list[Drawn]:
    """The cards that have something to show to this member, in their order."""
    allowed = [
        card for card in CARDS.ordered(lambda card: card.order) if request.member.can(card.needs)
    ]
    drawn = [(card, card.context(request)) for card in allowed]
    return [Drawn(card, context) for card, context in drawn if context is not None]


def starts_for(request: MemberRequest) -> list[dict[str, str]]:
    """The buttons of the empty dashboard, as label, icon and url."""
    slug = request.member.organisation.slug
    return [
        {"label": start.label, "icon": start.icon, "url": reverse(start.url_name, args=[slug])}
        for start in STARTS.ordered(lambda start: start.order)
        if request.member.can(start.needs)
    ]
