"""Why a list shows nobody, and which condition to take off (J20)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse

from atrium.clients import causes, lexicon
from atrium.clients.filters import Filters
from atrium.clients.search import why_nothing
from atrium.foundation.causes import ASK_FOR_ACCESS, Explanation, Step
from atrium.foundation.formats.spoken import spoken
from atrium.foundation.translation import gettext, ngettext
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
    text = ngettext(
        "One client matches “{words}”, but the conditions beside it leave it out.",
        "{count} clients match “{words}”, but the conditions beside it leave them out.",
        count,
    ).format(count=_many(count), words=filters.q)
    step = _list(
        member,
        alone,
        "widen",
        gettext("Show {many} without the conditions").format(many=_many(count)),
    )
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
                label = gettext("Without “{pill}”: {many}").format(
                    pill=pill.label, many=_many(count)
                )
                steps.append(_list(member, without, "widen", label))
    whole = Filters(state=filters.state)
    steps.append(_list(member, whole, "clear", gettext("Clear all filters")))
    if not member.can(Can.CLIENTS_SEE_ALL):
        steps.append(ASK_FOR_ACCESS)
    text = (
        gettext("No archived client that you may see fits all of it together.")
        if filters.is_archived
        else gettext("No live client that you may see fits all of it together.")
    )
    return Explanation(causes.ONLY_WITHOUT, text, tuple(steps))


def _empty(filters: Filters, member: Member) -> Explanation:
    if filters.is_archived:
        step = _list(member, Filters(), "list", gettext("See live clients"))
        text = gettext(
            "Clients that you archive wait in the archive. They can be restored at any time."
        )
        return Explanation(causes.ARCHIVE_EMPTY, text, (step,))
    if member.can(Can.CLIENTS_EDIT):
        url = reverse("client-new", args=[member.organisation.slug])
        step = Step(does="create", label=gettext("Add client"), url=url, icon="plus")
        text = gettext("Add the first one here; each gets a page that answers everything about it.")
        return Explanation(causes.NONE_YET, text, (step,))
    text = gettext("There is none that you may see. Someone who may add clients will bring them.")
    return Explanation(causes.NONE_YET, text, (ASK_FOR_ACCESS,))


def _count(filters: Filters, member: Member) -> int:
    return filters.choose(member).order_by()[: MOST_COUNTED + 1].count()


def _list(member: Member, filters: Filters, does: str, label: str) -> Step:
    home = reverse("clients", args=[member.organisation.slug])
    query = filters.urlencoded()
    return Step(does=does, label=label, url=f"{home}?{query}" if query else home, icon="funnel-x")


def _many(count: int) -> str:
    return f"{spoken(MOST_COUNTED):,}+" if count > MOST_COUNTED else f"{spoken(count):,}"
