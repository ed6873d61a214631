"""What relations hang on the client page: a panel and a tab (J15)."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from atrium.clients.group import Group
from atrium.clients.network import MOST_NEAR, Near, near, near_and_past
from atrium.clients.page import Context, panel, tab
from atrium.clients.portrait import Portrait
from atrium.clients.relation_map import small
from atrium.foundation.translation import gettext_lazy
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

NAMED = 3


@panel(
    slug="relations",
    side="right",
    order=30,
    needs=Can.CLIENTS_SEE,
    template="clients/relations/panel_later.html",
)
def relations(request: MemberRequest, portrait: Portrait) -> Context:
    """Nothing yet: the panel reads itself when one scrolls to it, so that the page waits for none."""
    return {}


def panel_of(portrait: Portrait) -> Context:
    """Who stands above, how many below, and the others, with the small map."""
    found = near(portrait)
    return {
        "near": found,
        "many": f"{MOST_NEAR}+" if len(found) > MOST_NEAR else len(found),
        "picture": small(portrait.client, found) if found else None,
        "sides": sides(found),
    }


def sides(found: list[Near]) -> list[dict[str, Any]]:
    """The relations under what they are, those with many told by their number."""
    listed = []
    for word, some in groupby(found, key=lambda each: each.word):
        each = list(some)
        listed.append({"word": word, "near": each, "few": len(each) <= NAMED})
    return listed


@tab(
    slug="relations",
    label=gettext_lazy("Relations"),
    order=60,
    needs=Can.CLIENTS_SEE,
    template="clients/relations/tab.html",
)
def relations_tab(request: MemberRequest, portrait: Portrait) -> Context:
    """The map, the list, the figures of the group, and what has ended."""
    found, past = near_and_past(portrait)
    client, member = portrait.client, request.member
    is_group = any(each.below for each in found)
    return {
        "near": found[:MOST_NEAR],
        "more": len(found) > MOST_NEAR,
        "sides": sides(found[:MOST_NEAR]),
        "past": past,
        "picture": small(client, found) if found else None,
        "totals": Group(member, client.number).totals() if is_group else [],
        "may_relate": member.can(Can.CLIENTS_EDIT) and not client.is_archived,
    }
