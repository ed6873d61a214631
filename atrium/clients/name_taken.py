"""One name, one client: a second one is refused unless somebody says why there must be one (J09)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import IntegrityError

from atrium.clients.causes import NAME_TAKEN, open_client, restore
from atrium.clients.models.client_queryset import ClientQuerySet, State
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.permissions import Can

if TYPE_CHECKING:
    from atrium.clients.models.client import Client
    from atrium.organisations.models import Member
    from atrium.timeline.acting import Acting

CONSTRAINT = "client_name_once"
MOST_TOLD = 5
# The width of the column.
LONGEST = 300


class NameTaken(Refusal):
    """There is a client of this name; ``twins`` are those that the asker may see.

    Where none is, another saved the name at this very moment.
    """

    cause = NAME_TAKEN

    def __init__(self, name: str, twins: list[Client]) -> None:
        if twins:
            first = twins[0]
            told = (
                gettext(
                    "{name} ({code}, archived) is here already. Restore it instead, or choose another name."
                )
                if first.is_archived
                else gettext(
                    "{name} ({code}) is here already. Open it instead, or choose another name."
                )
            ).format(name=first.name, code=first.code)
        else:
            told = gettext(
                "Somebody else just saved something like {name}. Send it again, or choose another name."
            ).format(name=name)
        steps = tuple((restore if twin.is_archived else open_client)(twin) for twin in twins)
        super().__init__(told, field="name", steps=steps)
        self.twins = twins


def settled(client: Client, key: str, *, by: Member | None, anyway: str | None) -> bool:
    """Whether ``client`` is to have a name that another has; NameTaken where nobody says why.

    Refused where the member may not allow a second one, and without a reason. A client that the
    member may not see is none to them: its name is given again without a word, and those who see
    both find them among the duplicates.
    """
    others = (
        type(client)
        .objects.filter(name_key=key, state__in=[State.LIVE, State.ARCHIVED])
        .exclude(pk=client.pk)
    )
    if not others.exists():
        return False
    twins = _seen(others, by)
    if not twins:
        return True
    if anyway is None:
        raise NameTaken(client.name, twins)
    if by is not None and not by.can(Can.CLIENTS_NAMESAKE):
        msg = gettext("Your role may not add a second client of one name. Ask a manager.")
        raise Refusal(msg, field="anyway")
    if not anyway.strip():
        msg = gettext("Say why there must be a second client of this name.")
        raise Refusal(msg, field="anyway")
    return True


@contextmanager
def once(client: Client, act: Acting, *, by: Member | None) -> Iterator[None]:
    """Tell the database's word that somebody took the name at this moment as a NameTaken."""
    try:
        with act.step():
            yield
    except IntegrityError as error:
        if CONSTRAINT not in str(error) and "name_key" not in str(error):
            raise
        taken = type(client).objects.filter(name_key=client.name_key).exclude(pk=client.pk)
        raise NameTaken(client.name, _seen(taken.live(), by)) from error


def reason_of(anyway: str | None) -> str:
    """The reason with single spaces, as wide as it is kept."""
    return " ".join((anyway or "").split())[:500]


def _seen(others: ClientQuerySet, by: Member | None) -> list[Client]:
    rows = others if by is None else others.visible_to(by)
    return list(rows.order_by("state", "number")[:MOST_TOLD])


def checked(name: str) -> str:
    """The name with single spaces; refused when there is none or it is too long."""
    name = " ".join(name.split())
    if not name:
        raise Refusal(gettext("Give the client a name."), field="name")
    if len(name) > LONGEST:
        msg = gettext("A name has at most {longest} characters; shorten it.").format(
            longest=LONGEST
        )
        raise Refusal(msg, field="name")
    return name
