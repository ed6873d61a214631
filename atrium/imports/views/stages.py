"""One import from stage to stage: columns, plan, run, undo."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext
from atrium.imports.access import LARGEST, import_of
from atrium.imports.deciding import Decider
from atrium.imports.forms import DecisionForm, MatchForm, ReadingForm
from atrium.imports.models import Import
from atrium.imports.models.stage import Stage
from atrium.imports.pages import import_page, rows_page
from atrium.imports.targets import matched_of
from atrium.imports.tasks import plan_import, run_import, undo_import
from atrium.imports.work.mapping import read_mapping
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@member_view(needs=Can.IMPORTS_RUN)
def show(request: MemberRequest, number: int) -> HttpResponse:
    """The import at the stage it is in."""
    found = import_of(request.member, number)
    context = import_page(found, request.member, request.GET.get("outcome", ""))
    return render(request, "imports/import.html", context)


@require_safe
@member_view(needs=Can.IMPORTS_RUN)
def rows(request: MemberRequest, number: int) -> HttpResponse:
    """Further rows of the plan."""
    text = request.GET.get("after", "0")
    if not fits(text, LARGEST):
        raise Http404
    found = import_of(request.member, number)
    context = rows_page(found, request.member, request.GET.get("outcome", ""), int(text))
    return render(request, "imports/rows.html", context)


@require_POST
@member_view(needs=Can.IMPORTS_RUN)
def read(request: MemberRequest, number: int) -> HttpResponse:
    """Read the file anew, built as the member says."""
    found = import_of(request.member, number)
    form = ReadingForm(request.POST)
    if not form.is_valid():
        raise Refusal(" ".join(str(e) for errors in form.errors.values() for e in errors))
    found.read_anew(**form.reading())
    return _to(request, found)


@require_POST
@member_view(needs=Can.IMPORTS_RUN)
def plan(request: MemberRequest, number: int) -> HttpResponse:
    """Take the columns as they were matched and let the queue make the plan."""
    found = import_of(request.member, number)
    found.refuse_unless(Stage.READ)
    mapping, by = read_mapping(found.what, found.mapping), request.member
    form = MatchForm(request.POST, columns=len(mapping.columns), member=by, what=found.what)
    if not form.is_valid():
        raise Refusal(gettext("Choose a place for each column from its list."))
    matched = matched_of(found.what, mapping, form.targets(), by).as_json()
    wish = form.cleaned_data
    found.start_planning(mapping=matched, mode=wish["mode"], names_once=wish["names_once"])
    plan_import.enqueue(found.organisation.pk, found.pk)
    return _to(request, found)


@require_POST
@member_view(needs=Can.IMPORTS_RUN)
def decide(request: MemberRequest, number: int) -> HttpResponse:
    """Keep what someone decided about a row, or about all that look like something."""
    found = import_of(request.member, number)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise Refusal(
            gettext("Choose for a row whether to add it, to update a client or to leave it out.")
        )
    similar, row = form.cleaned_data["similar"], form.cleaned_data["row"]
    decider = Decider(found, by=request.member)
    if row and not form.leaves_it:
        decider.decide([row], form.outcome(), client=form.client(request.member))
    elif similar and not row:
        decider.decide_all(similar, form.outcome())
    url = reverse("import", args=[request.member.organisation.slug, found.number])
    return redirect(f"{url}?outcome={similar}#rows")


@require_POST
@member_view(needs=Can.IMPORTS_RUN)
def run(request: MemberRequest, number: int) -> HttpResponse:
    """Let the queue carry the plan out."""
    found = import_of(request.member, number)
    found.start_running()
    run_import.enqueue(found.organisation.pk, found.pk)
    return _to(request, found)


@require_POST
@member_view(needs=Can.IMPORTS_RUN)
def back(request: MemberRequest, number: int) -> HttpResponse:
    """Back from the plan to the columns."""
    found = import_of(request.member, number)
    found.match_anew()
    return _to(request, found)


@require_POST
@member_view(needs=Can.IMPORTS_RUN)
def stop(request: MemberRequest, number: int) -> HttpResponse:
    """Stop behind the rows that are being written."""
    found = import_of(request.member, number)
    found.stop()
    return _to(request, found)


@require_POST
@member_view(needs=Can.IMPORTS_RUN)
def undo(request: MemberRequest, number: int) -> HttpResponse:
    """Let the queue take the import back."""
    found = import_of(request.member, number)
    found.start_undoing(by=request.member)
    undo_import.enqueue(found.organisation.pk, found.pk, request.member.pk)
    return _to(request, found)


def _to(request: MemberRequest, found: Import) -> HttpResponse:
    return redirect("import", request.member.organisation.slug, found.number)
