"""Recurring invoices: the list, one of them, setting it up and changing it (C12)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atrium.billing.editor import Editor
from atrium.billing.models import InvoicePlan
from atrium.billing.period_words import PLACEHOLDERS
from atrium.billing.plan_access import plan_view
from atrium.billing.plan_form import PauseForm, PlanForm, ResumeForm
from atrium.billing.plan_list import Plans
from atrium.billing.plan_sheet import PlanSheet
from atrium.billing.say import say
from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.currencies import CURRENCIES
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

STEPS = frozenset({"add", "drop", "more"})


@require_GET
@member_view(needs=Can.MONEY_SEE)
def plans(request: MemberRequest) -> HttpResponse:
    """All of them, what comes next first."""
    place = request.member.organisation
    context = {"plans": Plans(request.member, request.GET), "organisation": place}
    return render(request, "billing/plans.html", context)


@require_GET
@plan_view(needs=Can.MONEY_SEE)
def plan(request: MemberRequest, plan: InvoicePlan) -> HttpResponse:
    """One of them with its lines, what it charged and what comes next."""
    context = {"sheet": PlanSheet(plan, request.member), "plan": plan}
    return render(request, "billing/plan.html", context)


@require_http_methods(["GET", "POST"])
@client_view(needs=Can.MONEY_EDIT)
def new(request: MemberRequest, client: Client) -> HttpResponse:
    """The form of a new one for this client."""
    plan = InvoicePlan.blank(client)
    wanted = request.POST.get("currency", "")
    plan.currency = wanted if wanted in CURRENCIES else plan.currency
    return _step(request, plan) if _is_step(request) else _new(request, plan)


@idempotent
def _new(request: MemberRequest, plan: InvoicePlan) -> HttpResponse:
    editor, form = _editor(request, plan), PlanForm(request.POST or None, plan=plan)
    made: list[InvoicePlan] = []

    def begin() -> None:
        lines = editor.refuse_unread()
        made.append(InvoicePlan.begin(plan.client, by=request.member, lines=lines, **form.values))

    if accepted(form, begin):
        say(request, gettext("Set up {made}.").format(made=made[0]))
        return redirect(made[0])
    return _form(request, form, editor, plan)


@require_http_methods(["GET", "POST"])
@plan_view(needs=Can.MONEY_EDIT)
def edit(request: MemberRequest, plan: InvoicePlan) -> HttpResponse:
    """The form of one that runs."""
    if _is_step(request):
        return _step(request, plan)
    editor, form = _editor(request, plan), PlanForm(request.POST or None, plan=plan)
    by = request.member
    if accepted(form, lambda: plan.edit(by=by, lines=editor.refuse_unread(), **form.values)):
        say(request, gettext("Changed {plan}.").format(plan=plan))
        return redirect(plan)
    return _form(request, form, editor, plan)


@require_http_methods(["GET", "POST"])
@plan_view(needs=Can.MONEY_EDIT)
def pause(request: MemberRequest, plan: InvoicePlan) -> HttpResponse:
    """Charge nothing for a while."""
    form = PauseForm(request.POST) if request.method == "POST" else PauseForm()
    words = (gettext("Pause"), gettext("Nothing is charged until somebody lets it go on."))
    return _done(
        request, plan, form, lambda: plan.pause(by=request.member, **form.cleaned_data), words
    )


@require_http_methods(["GET", "POST"])
@plan_view(needs=Can.MONEY_EDIT)
def resume(request: MemberRequest, plan: InvoicePlan) -> HttpResponse:
    """Go on."""
    form = ResumeForm(request.POST) if request.method == "POST" else ResumeForm()
    words = (gettext("Go on"), gettext("The next period that falls due is charged again."))
    return _done(
        request, plan, form, lambda: plan.resume(by=request.member, **form.cleaned_data), words
    )


@require_POST
@plan_view(needs=Can.MONEY_EDIT)
def end(request: MemberRequest, plan: InvoicePlan) -> HttpResponse:
    """Charge nothing any more, with Undo."""
    plan.end(by=request.member)
    say(request, gettext("Ended {plan}.").format(plan=plan))
    return redirect(plan)


@require_POST
@plan_view(needs=Can.MONEY_EDIT)
def discard(request: MemberRequest, plan: InvoicePlan) -> HttpResponse:
    """Throw one away that never charged anything, with Undo."""
    client = plan.client
    plan.discard(by=request.member)
    say(request, gettext("Threw {plan} away.").format(plan=plan))
    return redirect(f"{client.get_absolute_url()}invoices/")


def _done(
    request: MemberRequest,
    plan: InvoicePlan,
    form: forms.Form,
    deed: Callable[[], object],
    words: tuple[str, str],
) -> HttpResponse:
    if accepted(form, deed):
        say(request, f"{words[0]}: {plan}.")
        return redirect(plan)
    context = {"form": form, "plan": plan, "verb": words[0], "why": words[1]}
    status = 422 if request.method == "POST" else 200
    return render(request, "billing/plan_deed.html", context, status=status)


def _is_step(request: MemberRequest) -> bool:
    """Whether only a line is to be added or taken off."""
    return request.method == "POST" and bool(request.POST.keys() & STEPS)


def _editor(request: MemberRequest, plan: InvoicePlan) -> Editor:
    data = request.POST if request.method == "POST" else None
    return Editor(request.member, plan.client, plan.as_invoice(), data, begun=plan.wishes)


def _step(request: MemberRequest, plan: InvoicePlan) -> HttpResponse:
    form = PlanForm(plan=plan)
    form.initial = {name: request.POST.get(name, "") for name in form.fields}
    return _form(request, form, _editor(request, plan), plan, stepping=True)


def _form(
    request: MemberRequest,
    form: PlanForm,
    editor: Editor,
    plan: InvoicePlan,
    *,
    stepping: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "editor": editor, "sums": editor.sums, "plan": plan}
    context |= {"client": plan.client, "organisation": request.member.organisation}
    context["placeholders"] = PLACEHOLDERS
    part = stepping and request.headers.get("HX-Request")
    status = 200 if stepping or request.method == "GET" else 422
    template = "billing/lines.html" if part else "billing/plan_edit.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
