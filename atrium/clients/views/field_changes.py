"""What changes the values of a field in many records: its type, and its end (V06)."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from atrium.clients.field_forms import TypeForm
from atrium.clients.models.type_change import TypeChange, holders
from atrium.clients.models.type_change import purge as take_away
from atrium.clients.views.fields import dialog, done, found
from atrium.foundation.errors import Refusal
from atrium.foundation.said import within
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.LEXICON_EDIT)
def change_type(request: MemberRequest, subject: str, key: int) -> HttpResponse:
    """First what would become of the values, then the change."""
    field = found(request, subject, key)
    form = TypeForm(request.POST or request.GET or None)
    context = {"form": form, "term": field, "save": gettext("Look what changes")}
    if form.is_valid():
        try:
            change = TypeChange(field, form.cleaned_data["type"], by=request.member)
            if "confirmed" in request.POST:
                became = change.perform()
                return done(request, subject, _became(change, became.missed))
            context |= {"preview": change.preview(), "wished": change.wished}
            sort = within(change.wished.sort.label, noun=True)
            context["save"] = gettext("Make it {sort}").format(sort=sort)
        except Refusal as error:
            form.add_error("type", str(error))
    return dialog(request, subject, "type", context)


def _became(change: TypeChange, missed: int) -> str:
    """What a field is now, and how much of it did not fit."""
    said = gettext("{field} is {sort} now; {count} kept as they came")
    said = said if missed else gettext("{field} is {sort} now")
    return said.format(field=change.field.label, sort=change.wished.sort.label, count=missed)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.LEXICON_EDIT)
def purge(request: MemberRequest, subject: str, key: int) -> HttpResponse:
    """Take a retired field away for good, once that is confirmed."""
    field = found(request, subject, key)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.POST.get("confirmed") == "on":
        take_away(field, by=request.member)
        return done(
            request,
            subject,
            gettext("{field} and its values are deleted").format(field=field.label),
        )
    if form.is_valid():
        form.add_error(None, gettext("Tick that you want its values deleted."))
    context = {"form": form, "term": field, "used": holders(field)[:10_001].count()}
    return dialog(request, subject, "purge", context | {"save": gettext("Delete for good")})
