"""Why a list shows nobody, and which condition to take off (J20)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse

from atrium.clients import causes, lexicon
from atrium.clients.filters import Filters
from atrium.clients.search import why_nothing
from atrium.foundation.causes import ASK_FOR_ACCESS, Explanation, Step
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

MOST_TRIED = 4
MOST_COUNTED = 1000


def nothing_listed(
    filters: Filters, member: Member, memberships: Iterable[Member] = ()
) -> Explanation:
    """Ask only of filters that leave nobody. ``memberships`` as in ``search``."""
    if filters.q and (told := _search_alone(filters, member)) is not None:
        return told
    if filters.q and not filters.tree:
        archived = filters.is_archived
        return why_nothing(member, filters.q, archived=archived, memberships=memberships)
    if filters.any:
        return _conditions(filters, member)
    return _empty(filters, member)


def _search_alone(filters: Filters, member: Member) -> Explanation | None:
    """What was typed fits somebody; the conditions beside it leave them out."""
    if not filters.tree and not filters.broken:
        return None
    alone = Filters(q=filters.q, state=filters.state)
    if not (count := _count(alone, member)):
        return None
    text = f"{_match(count)} “{filters.q}”, but the conditions beside it leave {_them(count)} out."
    step = _list(member, alone, "widen", f"Show {_many(count)} without the conditions")
    return Explanation(causes.ONLY_WITHOUT, text, (step,))


def _conditions(filters: Filters, member: Member) -> Explanation:
    """No client fits all: for each condition, how many would without it."""
    words = lexicon.of(member.organisation)
    steps = []
    pills = filters.pills(words, member)
    if 1 < len(pills) <= MOST_TRIED:
        for pill in pills:
            without = Filters.parse(pill.without)
            without = replace(without, view=filters.view, _searched={}, _compiled={})
            if count := _count(without, member):
                label = f"Without “{pill.label}”: {_many(count)}"
                steps.append(_list(member, without, "widen", label))
    whole = Filters(state=filters.state)
    steps.append(_list(member, whole, "clear", "Clear all filters"))
    if not member.can(Can.CLIENTS_SEE_ALL):
        steps.append(ASK_FOR_ACCESS)
    where = "archived" if filters.is_archived else "live"
    text = f"No {where} client that you may see fits all of it together."
    return Explanation(causes.ONLY_WITHOUT, text, tuple(steps))


def _empty(filters: Filters, member: Member) -> Explanation:
    if filters.is_archived:
        step = _list(member, Filters(), "list", "See live clients")
        text = "Clients that you archive wait in the archive. They can be restored at any time."
        return Explanation(causes.ARCHIVE_EMPTY, text, (step,))
    if member.can(Can.CLIENTS_EDIT):
        url = reverse("client-new", args=[member.organisation.slug])
        step = Step(does="create", label="Add client", url=url, icon="plus")
        text = "Add the first one here; each gets a page that answers everything about it."
        return Explanation(causes.NONE_YET, text, (step,))
    text = "There is none that you may see. Someone who may add clients will bring them."
    return Explanation(causes.NONE_YET, text, (ASK_FOR_ACCESS,))


def _count(filters: Filters, member: Member) -> int:
    return filters.choose(member).order_by()[: MOST_COUNTED + 1].count()


def _list(member: Member, filters: Filters, does: str, label: str) -> Step:
    home = reverse("clients", args=[member.organisation.slug])
    query = filters.urlencoded()
    return Step(does=does, label=label, url=f"{home}?{query}" if query else home, icon="funnel-x")


def _many(count: int) -> str:
    return f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}"


def _match(count: int) -> str:
    return "One client matches" if count == 1 else f"{_many(count)} clients match"


def _them(count: int) -> str:
    return "it" if count == 1 else "them"
