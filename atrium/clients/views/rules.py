"""The rules of a record in the settings: seen, added, changed, switched, removed, tried (J07)."""

from __future__ import annotations

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from atrium.clients import lexicon
from atrium.clients.models import Rule
from atrium.clients.rule_form import RuleForm
from atrium.clients.rules import NAME_RULE, preview, told
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_GET
@member_view(needs=Can.ORGANISATION_EDIT)
def rules(request: MemberRequest) -> HttpResponse:
    """Every rule in a plain sentence, with how many clients do not meet it."""
    return render(request, "clients/rules/page.html", _listed(request))


@require_http_methods(["GET", "POST"])
@member_view(needs=Can.ORGANISATION_EDIT)
def add(request: MemberRequest) -> HttpResponse:
    """A new rule."""
    form = RuleForm(request.POST or None, words=_words(request))
    if form.is_valid():
        try:
            Rule.add(by=request.member, **form.cleaned_data)
        except Refusal as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return _done(request, gettext("Added the rule"))
    return _dialog(request, form)


@require_http_methods(["GET", "POST"])
@member_view(needs=Can.ORGANISATION_EDIT)
def edit(request: MemberRequest, key: UUID) -> HttpResponse:
    """Change a rule; it is removed, switched on or switched off from the list."""
    rule = _rule(request, key)
    form = RuleForm(request.POST or None, words=_words(request), rule=rule)
    if form.is_valid():
        try:
            rule.edit(by=request.member, **form.cleaned_data)
        except Refusal as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return _done(request, gettext("Saved the rule"))
    return _dialog(request, form, rule)


@require_POST
@member_view(needs=Can.ORGANISATION_EDIT)
def switch(request: MemberRequest, key: UUID) -> HttpResponse:
    """Let a rule hold, or not."""
    on = "on" in request.POST
    _rule(request, key).switch(by=request.member, on=on)
    return _done(
        request, gettext("Switched the rule on") if on else gettext("Switched the rule off")
    )


@require_POST
@member_view(needs=Can.ORGANISATION_EDIT)
def remove(request: MemberRequest, key: UUID) -> HttpResponse:
    _rule(request, key).drop(by=request.member)
    return _done(request, gettext("Removed the rule"))


@require_GET
@member_view(needs=Can.ORGANISATION_EDIT)
def try_out(request: MemberRequest) -> HttpResponse:
    """What the rule that is being put together would change."""
    form = RuleForm(request.GET, words=_words(request))
    found = preview(Rule(**form.cleaned_data)) if form.is_valid() else None
    return render(request, "clients/rules/preview.html", {"preview": found})


def _rule(request: MemberRequest, key: UUID) -> Rule:
    """A copy of the rule to work on: those of the lexicon are shared."""
    rule = next((r for r in _words(request).rules.values() if r.public_id == key), None)
    if rule is None:
        raise Http404
    return copy(rule)


def _words(request: MemberRequest) -> lexicon.Lexicon:
    return lexicon.of(request.member.organisation)


def _listed(request: MemberRequest) -> dict[str, Any]:
    return {
        "rules": told(_words(request)),
        "name_rule": NAME_RULE,
        "organisation": request.member.organisation,
    }


def _done(request: MemberRequest, toast: str) -> HttpResponse:
    """The list anew with a way back; who posted a plain form is led to it."""
    if not request.headers.get("HX-Request"):
        messages.success(request, f"{toast}.")
        return redirect("rules", request.member.organisation.slug)
    request.member.organisation.notice_lexicon()
    context = _listed(request) | {"toast": toast}
    context["undo"] = request.member.latest_act
    response = render(request, "clients/rules/answer.html", context)
    response["HX-Retarget"], response["HX-Reswap"] = "#rules", "outerMorph"
    response["HX-Trigger"] = "dialog:close"
    return response


def _dialog(request: MemberRequest, form: RuleForm, rule: Rule | None = None) -> HttpResponse:
    """A dialog over the list; without htmx a page of its own."""
    alone = "" if request.headers.get("HX-Request") else "_page"
    context: dict[str, Any] = {"form": form, "rule": rule}
    context["organisation"] = request.member.organisation
    status = 422 if request.method == "POST" else 200
    response = render(request, f"clients/rules/edit{alone}.html", context, status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
