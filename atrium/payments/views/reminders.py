"""Reminding of overdue invoices: by hand from the client, and what is done by itself (V07)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.billing.views.papers import inline
from atrium.clients.access import client_view
from atrium.clients.models import Client
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.idempotency import idempotent
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can
from atrium.organisations.views.answers import accepted, done, page
from atrium.payments.access import the_invoice, the_letter, the_level
from atrium.payments.models import CollectingRules, Reminder, ReminderLevel, Wording
from atrium.payments.models.wording import NAMES
from atrium.payments.reminder_forms import LevelForm, RulesForm
from atrium.payments.reminder_words import PLACEHOLDERS


@require_POST
@client_view(needs=Can.MONEY_TAKE)
@idempotent
def remind(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """Remind of an invoice at its next level."""
    invoice = the_invoice(request.member, client, key)
    level = Reminder.next_of(invoice, ReminderLevel.all_of(by=request.member))
    if level is None:
        raise Refusal(
            gettext("{invoice} was reminded of at every level. Call them, or write it off.").format(
                invoice=invoice
            )
        )
    row = Reminder.send(invoice, level, by=request.member)
    words = (
        gettext("“{level}” is ready to be printed for {invoice}.")
        if row.stored_as
        else gettext("“{level}” is on its way for {invoice}.")
    )
    messages.success(request, words.format(level=level, invoice=invoice))
    return redirect("client-collect", client.organisation.slug, client.number)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.ORGANISATION_EDIT)
def rules(request: MemberRequest) -> HttpResponse:
    """What is done by itself, and the levels."""
    place, standing = request.member.organisation, CollectingRules.standing()
    begun = RulesForm.begun(standing, place)
    form = RulesForm(request.POST or None, initial=begun, place=place)
    if accepted(form, lambda: CollectingRules.put(by=request.member, **form.cleaned_data)):
        return done(request, "Saved.", "reminders", place.slug)
    levels = ReminderLevel.all_of(by=None)
    context: dict[str, object] = {"organisation": place, "levels": levels}
    context["receipts"] = languages(None)
    return page(request, "payments/settings/reminders.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.ORGANISATION_EDIT)
def level(request: MemberRequest, key: UUID) -> HttpResponse:
    """Change one level."""
    found = the_level(key)
    place = request.member.organisation
    form = LevelForm(request.POST or None, initial=LevelForm.begun(found, place), place=place)
    if accepted(form, lambda: found.edit(by=request.member, **form.cleaned_data)):
        return done(
            request,
            gettext("Saved {found}.").format(found=found),
            "reminders",
            request.member.organisation.slug,
        )
    return _level_page(request, form, found)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.ORGANISATION_EDIT)
def add(request: MemberRequest) -> HttpResponse:
    """One more level."""
    form = LevelForm(request.POST or None, place=request.member.organisation)
    if accepted(form, lambda: ReminderLevel.add(by=request.member, **form.cleaned_data)):
        return done(request, "Added.", "reminders", request.member.organisation.slug)
    return _level_page(request, form, None)


@require_POST
@member_view(needs=Can.ORGANISATION_EDIT)
def remove(request: MemberRequest, key: UUID) -> HttpResponse:
    """Remind at this level no more."""
    found = the_level(key)
    found.remove(by=request.member)
    return done(
        request,
        gettext("Removed {found}.").format(found=found),
        "reminders",
        request.member.organisation.slug,
    )


@require_safe
@client_view(needs=Can.MONEY_SEE)
def letter(request: MemberRequest, client: Client, key: UUID) -> HttpResponse:
    """The latest letter by which an invoice was reminded of; else 404."""
    invoice = the_invoice(request.member, client, key)
    return inline(the_letter(invoice), f"{invoice}-reminder.pdf")


def languages(found: ReminderLevel | None) -> list[tuple[str, str, bool]]:
    """Each language by its code and name, and whether it has words of its own."""
    own = Wording.own(found)
    return [(code, name, code in own) for code, name in NAMES.items()]


def _level_page(
    request: MemberRequest, form: LevelForm, found: ReminderLevel | None
) -> HttpResponse:
    context: dict[str, object] = {"organisation": request.member.organisation, "level": found}
    context |= {"placeholders": PLACEHOLDERS.items()}
    context["languages"] = languages(found) if found else []
    return page(request, "payments/settings/level.html", form, context)
