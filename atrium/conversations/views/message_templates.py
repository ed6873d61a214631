"""The organisation's templates for messages, in its settings."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.conversations.access import (
    the_client_to_try,
    the_message_template,
    the_message_templates,
)
from atrium.conversations.mail.beginning import Beginning
from atrium.conversations.mail.tasks import try_template
from atrium.conversations.mail.template_form import VALUES, MessageTemplateForm, PreviewForm
from atrium.conversations.models import MessageTemplate
from atrium.conversations.placeholders import OF_MESSAGES
from atrium.foundation.accepting import accepted
from atrium.foundation.errors import Refusal
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@member_view(needs=Can.LEXICON_EDIT)
def listed(request: MemberRequest) -> HttpResponse:
    """All of them, in their order."""
    context = {"organisation": request.member.organisation, "templates": the_message_templates()}
    return render(request, "conversations/message_templates/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.LEXICON_EDIT)
def add(request: MemberRequest) -> HttpResponse:
    """A new one, at the end of the list."""
    form = MessageTemplateForm(request.POST or None)
    if accepted(form, lambda: MessageTemplate.add(by=request.member, **form.values)):
        return _done(request, f"Added {form.cleaned_data['label']}.")
    return _form(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.LEXICON_EDIT)
def edit(request: MemberRequest, key: UUID) -> HttpResponse:
    """Change one."""
    template = the_message_template(key)
    initial = {n: getattr(template, n) for n in VALUES}
    form = MessageTemplateForm(request.POST or None, initial=initial)
    if accepted(form, lambda: template.edit(by=request.member, **form.values)):
        return _done(request, f"Saved {form.cleaned_data['label']}.")
    return _form(request, form, template)


@require_POST
@member_view(needs=Can.LEXICON_EDIT)
def remove(request: MemberRequest, key: UUID) -> HttpResponse:
    """Take one off the list; messages begun with it stay."""
    template = the_message_template(key)
    template.retire(by=request.member)
    return _done(request, f"Removed {template.label}.")


@require_POST
@member_view(needs=Can.LEXICON_EDIT)
def shift(request: MemberRequest, key: UUID) -> HttpResponse:
    """Move one a place up or down."""
    template = the_message_template(key)
    template.shift(by=request.member, down="down" in request.POST)
    return _done(request, f"Moved {template.label}.")


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.LEXICON_EDIT)
def preview(request: MemberRequest, key: UUID) -> HttpResponse:
    """As it reads for a client; send it to oneself to see it where mail is read."""
    member, template = request.member, the_message_template(key)
    form = PreviewForm(request.POST or request.GET)
    number = form.cleaned_data["client"] if form.is_valid() else None
    client, contact = the_client_to_try(member, number)
    if request.method == "POST":
        if client is None:
            raise Refusal("Choose a client to fill it in for.")
        if template.is_sms:
            raise Refusal("A template for SMS is not tried by e-mail.")
        try_template.enqueue(member.organisation.pk, template.pk, member.pk, client.pk)
        return _done(request, f"A test is on its way to {member.user.email}.")
    shown = Beginning.of(template, client, member, contact) if client else None
    context = {"organisation": member.organisation, "template": template, "client": client}
    page = "conversations/message_templates/preview.html"
    return render(request, page, context | {"shown": shown, "asked": number})


def _form(
    request: MemberRequest, form: MessageTemplateForm, template: MessageTemplate | None = None
) -> HttpResponse:
    context = {
        "organisation": request.member.organisation,
        "form": form,
        "template": template,
        "placeholders": [(name, told) for name, (told, _) in OF_MESSAGES.items()],
    }
    status = 422 if form.errors else 200
    return render(request, "conversations/message_templates/edit.html", context, status=status)


def _done(request: MemberRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("message-templates", request.member.organisation.slug)
