"""What a change will affect, asked before it is made: every app says what hangs on it (J10).

@affected(Matter.ARCHIVE, Matter.CLOSE)
def open_tasks(change: Intended) -> Iterable[Affected]: ...
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from atrium.foundation.translation import gettext_lazy

if TYPE_CHECKING:
    from atrium.clients.models import Client, Status
    from atrium.organisations.middleware import MemberRequest
    from atrium.organisations.models import Member


class Matter(models.TextChoices):
    """The changes that matter to more than the record itself, in the words of the dialog."""

    ARCHIVE = "archive", gettext_lazy("Archive {client}?")
    CLOSE = "close", gettext_lazy("Move {client} to a status that closes it?")
    OWNER = "owner", gettext_lazy("Change the owner of {client}?")
    LEGAL = "legal", gettext_lazy("Change the legal identity of {client}?")
    ADDRESS = "address", gettext_lazy("Change a default address of {client}?")
    DELINK = "delink", gettext_lazy("Delink this contact from {client}?")


@dataclass(frozen=True)
class Affected:
    """One line: what is affected and how, and where to see it."""

    text: str
    icon: str
    url: str = ""


@dataclass(frozen=True)
class Intended:
    """A change that somebody is about to make; ``subject`` is what of the client it changes."""

    matter: Matter
    client: Client
    member: Member
    subject: models.Model | None = None


type Find = Callable[[Intended], Iterable[Affected]]
_FINDERS: defaultdict[Matter, list[Find]] = defaultdict(list)


def affected(*matters: Matter, first: bool = False) -> Callable[[Find], Find]:
    """Say what these changes affect, before all others where it is ``first``. Put it in the app's hanging.py."""

    def register(find: Find) -> Find:
        for matter in matters:
            finders = _FINDERS[matter]
            finders.insert(0 if first else len(finders), find)
        return find

    return register


def affected_by(change: Intended) -> list[Affected]:
    """Everything that the member may see of what the change will affect."""
    return [line for find in _FINDERS[change.matter] for line in find(change)]


def matter_of(client: Client, status: Status) -> Matter | None:
    """Whether a move to ``status`` closes a client that is open now."""
    return Matter.CLOSE if status.is_closed and not client.status.is_closed else None


def ask_first(
    request: MemberRequest, client: Client, matter: Matter | None, subject: Any = None
) -> HttpResponse | None:
    """The dialog that lists what the posted change affects; None where it may go ahead.

    The dialog posts the same again with ``sure``; nothing is asked where nothing is affected.
    """
    if matter is None or "sure" in request.POST:
        return None
    lines = affected_by(Intended(matter, client, request.member, subject))
    if not lines:
        return None
    again = [(k, v) for k, some in request.POST.lists() for v in some if k != "csrfmiddlewaretoken"]
    context = {
        "client": client,
        "title": matter.label.format(client=client.name),
        "lines": lines,
        "again": again,
        "target": request.headers.get("HX-Target", "").rpartition("#")[2] or "affected-dialog",
        "method": "delete" if request.method == "DELETE" else "post",
        "organisation": request.member.organisation,
    }
    part = request.headers.get("HX-Request")
    template = "clients/affected.html" if part else "clients/affected_page.html"
    response = render(request, template, context)
    if part:
        response["HX-Retarget"], response["HX-Reswap"] = "#dialogs", "beforeend"
        response["HX-Trigger"] = "change:asked"
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
