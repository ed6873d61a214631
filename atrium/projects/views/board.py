"""The board and the lists of projects, and moving a card (C11, C13)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from atrium.clients import lexicon
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.projects.access import project_view, say, undo_of
from atrium.projects.board import Board, counts_of, further
from atrium.projects.facts import lines_of
from atrium.projects.forms import MoveForm
from atrium.projects.listing import Listing
from atrium.projects.models import Project
from atrium.projects.narrowing import BOARD, LANES, STATES, Wanted
from atrium.timeline.together import together


@require_safe
@member_view(needs=Can.PROJECTS_SEE)
def show(request: MemberRequest) -> HttpResponse:
    """The board, or the same projects as a table or cards, as the address says."""
    wanted = Wanted.read(request.member, request.GET)
    context = _around(request, wanted)
    if wanted.look == BOARD:
        context["board"] = Board.read(wanted)
    else:
        context["listing"] = Listing.read(wanted, request.GET.get("after", ""))
    part = "projects-main" in request.headers.get("HX-Target", "")
    response = render(request, f"projects/page.html{'#main' if part else ''}", context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


@require_safe
@member_view(needs=Can.PROJECTS_SEE)
def more(request: MemberRequest, key: int) -> HttpResponse:
    """The cards of a column that follow those which are shown."""
    wanted = Wanted.read(request.member, request.GET)
    stack = further(wanted, key, request.GET.get("after", ""))
    if stack is None:
        raise Http404
    context = {"stack": stack, "wanted": wanted, "organisation": request.member.organisation}
    context["may_write"] = request.member.can(Can.PROJECTS_WRITE)
    return render(request, "projects/more.html", context)


@require_POST
@project_view(needs=Can.PROJECTS_WRITE)
def move(request: MemberRequest, project: Project) -> HttpResponse:
    """Put a card where it was dropped; the counts of the board follow."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Refusal(str(next(iter(form.errors.values()))[0]))
    column = form.into()
    with together(by=request.member, label=gettext("Moved {project}").format(project=project)):
        project.move(column, by=request.member, after=form.below())
        if form.cleaned_data["manager"] is not None:
            members = lexicon.of(request.member.organisation).members
            project.staff(by=request.member, manager=form.managed_by(members))
    if not request.headers.get("HX-Request"):
        say(request, gettext("Moved {project} to {column}.").format(project=project, column=column))
        return redirect(project)
    wanted = Wanted.read(request.member, request.GET)
    context = {"stacks": counts_of(wanted), "organisation": request.member.organisation}
    context |= {"project": project, "column": column, "undo": undo_of(request)}
    [context["line"]] = lines_of([project], request.member)
    return render(request, "projects/moved.html", context)


def _around(request: MemberRequest, wanted: Wanted) -> dict[str, Any]:
    member = request.member
    words = lexicon.of(member.organisation)
    others = [one for one in words.active_members if one.pk != member.pk]
    return {
        "wanted": wanted,
        "organisation": member.organisation,
        "people": [
            ("", gettext("Everyone")),
            ("me", gettext("Me")),
            *((str(one.pk), one.name) for one in others),
        ],
        "lanes": LANES.items(),
        "states": STATES.items(),
        "named_client": wanted.named_client,
        "may_write": member.can(Can.PROJECTS_WRITE),
        "may_export": member.can(Can.CLIENTS_EXPORT),
        "may_settle": member.can(Can.LEXICON_EDIT),
    }
