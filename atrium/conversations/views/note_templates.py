"""The organisation's templates for notes, in its settings (J13)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.conversations.access import the_template, the_templates
from atrium.conversations.forms import TemplateForm
from atrium.conversations.models import NoteTemplate
from atrium.conversations.placeholders import PLACEHOLDERS
from atrium.foundation.accepting import accepted
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@member_view(needs=Can.LEXICON_EDIT)
def listed(request: MemberRequest) -> HttpResponse:
    """All of them, in their order."""
    context = {"organisation": request.member.organisation, "templates": the_templates()}
    return render(request, "conversations/templates/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.LEXICON_EDIT)
def add(request: MemberRequest) -> HttpResponse:
    """A new one, at the end of the list."""
    form = TemplateForm(request.POST or None, initial={"kind": "general"})
    if accepted(form, lambda: NoteTemplate.add(by=request.member, **_told(form))):
        return _done(request, f"Added {form.cleaned_data['label']}.")
    return _form(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.LEXICON_EDIT)
def edit(request: MemberRequest, key: UUID) -> HttpResponse:
    """Change one."""
    template = the_template(key)
    initial = {"label": template.label, "kind": template.kind, "html": template.html}
    form = TemplateForm(request.POST or None, initial=initial)
    if accepted(form, lambda: template.edit(by=request.member, **_told(form))):
        return _done(request, f"Saved {form.cleaned_data['label']}.")
    return _form(request, form, template)


@require_POST
@member_view(needs=Can.LEXICON_EDIT)
def remove(request: MemberRequest, key: UUID) -> HttpResponse:
    """Take one off the list; notes begun with it stay."""
    template = the_template(key)
    template.retire(by=request.member)
    return _done(request, f"Removed {template.label}.")


@require_POST
@member_view(needs=Can.LEXICON_EDIT)
def shift(request: MemberRequest, key: UUID) -> HttpResponse:
    """Move one a place up or down."""
    template = the_template(key)
    template.shift(by=request.member, down="down" in request.POST)
    return _done(request, f"Moved {template.label}.")


def _told(form: TemplateForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("label", "kind", "html")}


def _form(
    request: MemberRequest, form: TemplateForm, template: NoteTemplate | None = None
) -> HttpResponse:
    context = {
        "organisation": request.member.organisation,
        "form": form,
        "template": template,
        "placeholders": [(name, told) for name, (told, _) in PLACEHOLDERS.items()],
    }
    status = 422 if form.errors else 200
    return render(request, "conversations/templates/edit.html", context, status=status)


def _done(request: MemberRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("note-templates", request.member.organisation.slug)
