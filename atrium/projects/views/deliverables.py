"""What is handed over: added, renewed, sent to people of the client, taken back (B09, X08)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext, ngettext
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.projects.access import project_view, say, the_deliverable, the_sending
from atrium.projects.forms import DeliverableForm, SendForm
from atrium.projects.models import Deliverable, Project, Sending
from atrium.projects.models.holding import hold_of
from atrium.projects.showing import shown


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(needs=Can.PROJECTS_WRITE)
@idempotent
def add(request: MemberRequest, project: Project) -> HttpResponse:
    """One more, by a file or a link."""
    form = DeliverableForm(request.POST or None, request.FILES or None, project=project)
    if accepted(form, lambda: Deliverable.add(project, by=request.member, **form.cleaned_data)):
        say(request, gettext("Added the deliverable."))
        return _back(project)
    status = 422 if form.is_bound else 200
    context = {"form": form, "project": project, "organisation": request.member.organisation}
    return render(request, "projects/deliverable_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(needs=Can.PROJECTS_WRITE)
def renew(request: MemberRequest, project: Project, key: UUID) -> HttpResponse:
    """A new version of one, or off the list with it."""
    row = the_deliverable(request, project, key)
    if "remove" in request.POST:
        row.remove(by=request.member)
        say(request, gettext("Removed {row}.").format(row=row))
        return _back(project)
    form = DeliverableForm(request.POST or None, request.FILES or None, project=project)
    told = ("upload", "link")

    def verb() -> None:
        row.renew(by=request.member, **{name: form.cleaned_data[name] for name in told})
        say(
            request, gettext("{row} is at version {number} now.").format(row=row, number=row.number)
        )

    if accepted(form, verb):
        return _back(project)
    status = 422 if form.is_bound else 200
    context = {"form": form, "project": project, "row": row}
    context["organisation"] = request.member.organisation
    return render(request, "projects/deliverable_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(needs=Can.PROJECTS_WRITE)
@idempotent
def send(request: MemberRequest, project: Project) -> HttpResponse:
    """Choose what goes to whom; while the client is on hold it is refused, or overridden with a reason."""
    hold = hold_of(project.client)
    may = hold is not None and request.member.can(Can.HOLDS_OVERRIDE)
    with timezone.override(request.member.organisation.zone):
        form = SendForm(
            request.POST or None,
            project=project,
            chosen=request.GET.getlist("one"),
            may_override=may,
        )

        def verb() -> None:
            made = Sending.send(by=request.member, **form.told())
            say(request, _sent(len(made), later=bool(form.cleaned_data["at"])))

        if accepted(form, verb):
            return _back(project)
    status = 422 if form.is_bound else 200
    context = {"form": form, "project": project, "hold": hold, "may_override": may}
    context["organisation"] = request.member.organisation
    return render(request, "projects/send.html", context, status=status)


def _sent(count: int, *, later: bool) -> str:
    words = (
        ngettext("It is sent at its time.", "{count} are sent at their time.", count)
        if later
        else ngettext("It is on its way.", "{count} are on their way.", count)
    )
    return words.format(count=count)


@require_safe
@project_view(needs=Can.PROJECTS_SEE)
def preview(request: MemberRequest, project: Project, key: UUID) -> HttpResponse:
    """The page as its receiver sees it; it answers nothing and opens by no token."""
    row = the_sending(request, project, key)
    row.deliverable.project = project
    at = project.organisation.slug, project.client.number
    file = row.deliverable.file
    context = shown(
        row,
        lambda: reverse("file-content", args=[*at, file.public_id]) if file else "",
        lambda number: reverse("file-sheet", args=[*at, file.public_id, number]) if file else "",
    )
    if file is not None and file.number != row.number:
        context["sheets"] = []
    return render(request, "projects/public/sent.html", context | {"preview": True})


@require_POST
@project_view(needs=Can.PROJECTS_WRITE)
def take_back(request: MemberRequest, project: Project, key: UUID) -> HttpResponse:
    """Let a link open nothing any more."""
    row = the_sending(request, project, key)
    row.take_back(by=request.member)
    say(
        request,
        gettext("The link of {contact} opens nothing any more.").format(contact=row.contact),
    )
    return _back(project)


def _back(project: Project) -> HttpResponse:
    return redirect(f"{project.get_absolute_url()}#deliverables")
