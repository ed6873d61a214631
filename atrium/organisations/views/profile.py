"""The person's own page, the same in every organisation."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from atrium.foundation.translation import gettext
from atrium.organisations.forms import ProfileForm
from atrium.organisations.models import Member
from atrium.organisations.views.answers import accepted, done, page


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, language and keyboard."""
    assert request.user.is_authenticated
    user = request.user
    form = ProfileForm(
        request.POST or None,
        initial={
            "name": user.name,
            "language": user.language,
            "single_key_shortcuts": user.single_key_shortcuts,
        },
    )
    if request.method == "POST" and accepted(
        form, lambda: Member.rename_person(user, form.cleaned_data["name"])
    ):
        user.speak(form.cleaned_data["language"])
        user.prefer_single_keys(form.cleaned_data["single_key_shortcuts"])
        return done(request, gettext("Saved your profile."), "profile")
    return page(request, "organisations/profile.html", form, {})
