"""The organisation's templates for messages, in its settings."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

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
from atrium.conversations.views.template_pages import TemplatePages
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can

PAGES = TemplatePages(
    model=MessageTemplate,
    rows=the_message_templates,
    one=the_message_template,
    form=MessageTemplateForm,
    values=VALUES,
    placeholders=OF_MESSAGES,
    folder="message_templates",
    home="message-templates",
)


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
            raise Refusal(gettext("Choose a client to fill it in for."))
        if template.is_sms:
            raise Refusal(gettext("A template for SMS is not tried by e-mail."))
        try_template.enqueue(member.organisation.pk, template.pk, member.pk, client.pk)
        return PAGES.done(
            request, gettext("A test is on its way to {email}.").format(email=member.user.email)
        )
    shown = Beginning.of(template, client, member, contact) if client else None
    context = {"organisation": member.organisation, "template": template, "client": client}
    page = "conversations/message_templates/preview.html"
    return render(request, page, context | {"shown": shown, "asked": number})
