"""What receipts and reminders say in each language, with a sample of how it reads (V07, V10)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from atrium.billing.printed.words import LANGUAGES
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.models import Organisation
from atrium.organisations.permissions import Can
from atrium.organisations.views.answers import accepted, done, page
from atrium.payments import receipt_words, reminder_words
from atrium.payments.access import the_level
from atrium.payments.models import ReminderLevel, Wording
from atrium.payments.models.wording import NAMES
from atrium.payments.reminder_forms import WordingForm
from atrium.payments.sample_words import sample


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.ORGANISATION_EDIT)
def receipt(request: MemberRequest, language: str) -> HttpResponse:
    """What a receipt says."""
    return _words(request, None, language)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.ORGANISATION_EDIT)
def level(request: MemberRequest, key: UUID, language: str) -> HttpResponse:
    """What a level of reminders says."""
    return _words(request, the_level(key), language)


def _words(request: MemberRequest, found: ReminderLevel | None, language: str) -> HttpResponse:
    if language not in LANGUAGES:
        raise Http404
    by, place = request.member, request.member.organisation
    if "drop" in request.POST:
        Wording.drop(found, language, by=by)
        return done(request, gettext("The usual words are back."), "reminders", place.slug)
    subject, text = Wording.of(found, language)
    told = {"subject": subject, "text": text}
    form = WordingForm(request.POST or None, initial=told)
    if form.is_valid():
        told = dict(form.cleaned_data)
    if "show" not in request.POST and accepted(
        form, lambda: Wording.put(found, language, by=by, **form.cleaned_data)
    ):
        return done(
            request,
            gettext("Saved in {names}.").format(names=NAMES[language]),
            "reminders",
            place.slug,
        )
    context = _told(place, found, language, told)
    return page(request, "payments/settings/words.html", form, context)


def _told(
    place: Organisation, found: ReminderLevel | None, language: str, told: dict[str, str]
) -> dict[str, object]:
    known = reminder_words.PLACEHOLDERS if found else receipt_words.PLACEHOLDERS
    words = sample(place, language, is_receipt=found is None)
    return {
        "organisation": place,
        "level": found,
        "language": language,
        "language_name": NAMES[language],
        "placeholders": known.items(),
        "subject": reminder_words.filled(told["subject"], words),
        "text": reminder_words.filled(told["text"], words),
        "own": language in Wording.own(found),
    }
