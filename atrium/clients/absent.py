"""Why there is no client at a number, as far as the asker may know (J20).

A restricted client has to read like one that never was: numbers have no gaps, so who may not see
all clients is told one and the same for both.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max

from atrium.clients.causes import ABSENT, LINK_UNKNOWN, NEVER_GIVEN, WITHDRAWN, look
from atrium.clients.models import Client, State
from atrium.foundation.causes import ASK_FOR_ACCESS, Explanation, Step
from atrium.foundation.translation import gettext
from atrium.organisations import current
from atrium.organisations.models import Member
from atrium.organisations.permissions import Can

# The largest number a client's column holds.
LARGEST = 2**31 - 1
MOST_PLACES = 3


def absent(member: Member, number: int, memberships: Iterable[Member] = ()) -> Explanation:
    """Why the member finds no client with this number. Ask after the merged ones first.

    ``memberships``: all of the person's, where the person asks and not a program.
    """
    code = f"C-{number:04d}"
    steps = (
        *_elsewhere(member, number, memberships),
        look(member.organisation, "list", gettext("See all clients")),
    )
    if not member.can(Can.CLIENTS_SEE_ALL):
        text = gettext("{code} does not exist, or you may not see it.").format(code=code)
        return Explanation(ABSENT, text, (*steps, ASK_FOR_ACCESS))
    highest = Client.objects.aggregate(Max("number"))["number__max"] or 0
    if number > highest or number < 1:
        last = (
            gettext("The highest is C-{highest}.").format(highest=f"{highest:04d}")
            if highest
            else gettext("There are no clients yet.")
        )
        return Explanation(
            NEVER_GIVEN,
            gettext("{code} was never given to a client. {last}").format(code=code, last=last),
            steps,
        )
    gone = Client.objects.filter(state=State.WITHDRAWN)
    if number <= LARGEST and gone.filter(number=number).exists():
        text = gettext(
            "{code} came with an import that was undone. Its number is not given again."
        ).format(code=code)
        return Explanation(WITHDRAWN, text, steps)
    return Explanation(ABSENT, gettext("There is no client {code}.").format(code=code), steps)


def absent_id(member: Member) -> Explanation:
    """Why a program finds no client with an identifier: one answer, whatever the reason."""
    text = gettext("There is no client with this identifier, or you may not see it.")
    step = Step(does="search", label=gettext("Search the clients"))
    more = () if member.can(Can.CLIENTS_SEE_ALL) else (ASK_FOR_ACCESS,)
    return Explanation(ABSENT, text, (step, *more))


def cannot_be_linked(member: Member) -> Explanation:
    """Why what was chosen to be linked is not to be had: the same for hidden and for unknown ones."""
    text = gettext("There is none of these that you can see. Choose one from the list.")
    steps: tuple[Step, ...] = () if member.can(Can.CLIENTS_SEE_ALL) else (ASK_FOR_ACCESS,)
    return Explanation(LINK_UNKNOWN, text, steps)


def _elsewhere(member: Member, number: int, memberships: Iterable[Member]) -> list[Step]:
    """Other organisations of the person in which they see a client of this number."""
    found = []
    for other in places_of(member, memberships):
        with current.entered(other.organisation):
            seen = Client.objects.visible_to(other).filter(number=min(number, LARGEST + 1))
            client = seen.select_related("organisation").first() if number <= LARGEST else None
        if client is not None:
            label = gettext("Open {code} in {organisation}").format(
                code=client.code, organisation=other.organisation
            )
            url = client.get_absolute_url()
            found.append(Step(does="open_elsewhere", label=label, url=url, icon="building-2"))
    return found


def places_of(member: Member, memberships: Iterable[Member]) -> list[Member]:
    """The person's memberships of other organisations, as many as are looked into."""
    others = [m for m in memberships if m.organisation_id != member.organisation_id]
    return others[:MOST_PLACES]
