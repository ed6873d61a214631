"""Delivering, taking up again, deleting and bringing back: one project or many, with one Undo (C10)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.translation import ngettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.projects.access import say, the_projects
from atrium.projects.forms import BulkForm
from atrium.projects.models import Project
from atrium.projects.models.deed import BIN, DEEDS, perform


@require_POST
@member_view(needs=Can.PROJECTS_WRITE)
def bulk(request: MemberRequest) -> HttpResponse:
    """Do it to those that were selected; deleting asks first what goes with them."""
    form = BulkForm(request.POST)
    if not form.is_valid():
        raise Refusal(str(next(iter(form.errors.values()))[0]))
    deed = DEEDS[form.cleaned_data["deed"]]
    chosen = the_projects(request, [int(one) for one in form.cleaned_data["selected"]])
    if deed is BIN and "sure" not in request.POST:
        return _ask(request, chosen)
    outcome = perform(deed, chosen, by=request.member)
    if outcome.done:
        count = len(outcome.done)
        words = ngettext("{count} project", "{count} projects", count).format(count=count)
        what = str(outcome.done[0]) if count == 1 else words
        say(request, deed.done.format(what=what))
    for _project, reason in outcome.left:
        messages.error(request, reason)
    where = _back(request)
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": where})
    return redirect(where)


def _ask(request: MemberRequest, chosen: list[Project]) -> HttpResponse:
    """What goes along, before it goes."""
    place = request.member.organisation
    context = {"chosen": chosen, "organisation": place, "back": request.POST.get("back", "")}
    alone = "" if request.headers.get("HX-Request") else "_page"
    return render(request, f"projects/delete{alone}.html", context)


def _back(request: MemberRequest) -> str:
    """Where the person was: a client's tab, a project, or the list with its query."""
    slug, kind, rest = request.member.organisation.slug, *_split(request.POST.get("back", ""))
    if kind == "client" and fits(rest):
        return reverse("client-tab", args=[slug, int(rest), "projects"])
    if kind == "project" and fits(rest):
        return reverse("project", args=[slug, int(rest)])
    home = reverse("projects", args=[slug])
    return f"{home}?{rest}" if kind == "list" and rest else home


def _split(text: str) -> tuple[str, str]:
    kind, _, rest = text.partition(":")
    return kind, "".join(sign for sign in rest if sign.isprintable())[:500]
