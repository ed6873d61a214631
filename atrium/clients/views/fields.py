"""The organisation's own fields in its settings: added, changed, ordered, retired, restored (V06)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from atrium.clients.field_board import board, field_or_none, probe
from atrium.clients.field_forms import FieldForm
from atrium.clients.models import Field, Subject
from atrium.clients.models.field_layout import lay_out
from atrium.clients.models.field_layout import shift as shift_token
from atrium.clients.value_types import TYPES
from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_safe
@member_view(needs=Can.LEXICON_EDIT)
def listed(request: MemberRequest, subject: str) -> HttpResponse:
    """The sections with their fields, and the retired ones."""
    return page(request, subject)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.LEXICON_EDIT)
def add(request: MemberRequest, subject: str) -> HttpResponse:
    """First what the field holds, then what it is called and does."""
    type_ = request.POST.get("type") or request.GET.get("type", "")
    if type_ not in TYPES:
        types = [each for each in TYPES if each.by_hand]
        return dialog(
            request, subject, "types", {"types": types, "heading": gettext("Add a field")}
        )
    form = FieldForm(request.POST or None, **_asked(request, subject, type_))
    more = {"subject": subject, "type": type_}
    if not form.moves and accepted(
        form, lambda: Field.add(by=request.member, **form.definition, **more)
    ):
        return done(
            request, subject, gettext("Added {label}").format(label=form.cleaned_data["label"])
        )
    context = {"form": form, "sort": TYPES[type_], "probe": probe(request.member, type_, form)}
    return dialog(request, subject, "edit", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.LEXICON_EDIT)
def edit(request: MemberRequest, subject: str, key: int) -> HttpResponse:
    """Change what a field says of itself; its values stay."""
    field = found(request, subject, key)
    form = FieldForm(request.POST or None, **_asked(request, subject, field.type), field=field)
    if not form.moves and accepted(form, lambda: field.edit(by=request.member, **form.definition)):
        return done(
            request, subject, gettext("Saved {label}").format(label=form.cleaned_data["label"])
        )
    context = {"form": form, "term": field, "sort": field.sort}
    context["probe"] = probe(request.member, field.type, form, field)
    return dialog(request, subject, "edit", context)


@require_POST
@member_view(needs=Can.LEXICON_EDIT)
def order(request: MemberRequest, subject: str) -> HttpResponse:
    """Put fields and sections in this order: f4,s1,f7."""
    lay_out(subject, request.POST.get("order", "").split(","), by=request.member)
    return done(request, subject, gettext("Order saved"))


@require_POST
@member_view(needs=Can.LEXICON_EDIT)
def shift(request: MemberRequest, subject: str, token: str) -> HttpResponse:
    """Move a field or a section one place up or down."""
    shift_token(subject, token, down="down" in request.POST, by=request.member)
    return done(request, subject, gettext("Moved"))


@require_POST
@member_view(needs=Can.LEXICON_EDIT)
def retire(request: MemberRequest, subject: str, key: int) -> HttpResponse:
    """Take a field out of use; its values are kept."""
    field = found(request, subject, key)
    field.retire(by=request.member)
    return done(
        request, subject, gettext("Retired {field}; its values are kept").format(field=field.label)
    )


@require_POST
@member_view(needs=Can.LEXICON_EDIT)
def restore(request: MemberRequest, subject: str, key: int) -> HttpResponse:
    """Put a retired field to use again."""
    field = found(request, subject, key)
    field.restore(by=request.member)
    return done(
        request, subject, gettext("{field} is back with its values").format(field=field.label)
    )


def found(request: MemberRequest, subject: str, key: int) -> Field:
    """The field of this key, in use or retired; 404 where the member may not see it."""
    field = field_or_none(subject, key, request.member)
    if field is None:
        raise Http404
    return field


def _asked(request: MemberRequest, subject: str, type_: str) -> dict[str, Any]:
    organisation = request.member.organisation
    return {"organisation": organisation, "subject": subject, "sort": TYPES[type_]}


def page(request: MemberRequest, subject: str, template: str = "page", **more: Any) -> HttpResponse:
    """The page of the fields."""
    request.member.organisation.notice_lexicon()
    context: dict[str, Any] = {"subject": subject, "subjects": Subject.choices}
    context |= {
        "board": board(subject, request.member),
        "organisation": request.member.organisation,
        "subject_label": Subject(subject).label,
    }
    response = render(request, f"clients/field_settings/{template}.html", context | more)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def done(request: MemberRequest, subject: str, toast: str) -> HttpResponse:
    """The list anew with a way back; who posted a plain form is led to it."""
    if not request.headers.get("HX-Request"):
        messages.success(request, f"{toast}.")
        return redirect(reverse(f"fields-{subject}", args=[request.member.organisation.slug]))
    undo = request.member.latest_act
    response = page(request, subject, "answer", toast=toast, undo=undo)
    response["HX-Retarget"], response["HX-Reswap"] = "#words", "outerMorph"
    response["HX-Trigger"] = "dialog:close"
    return response


def dialog(
    request: MemberRequest, subject: str, name: str, context: dict[str, Any]
) -> HttpResponse:
    """A dialog over the list; without htmx a page of its own."""
    alone = not request.headers.get("HX-Request")
    context |= {"subject": subject, "organisation": request.member.organisation}
    context.setdefault("heading", str(context.get("term") or gettext("New")))
    context |= {"body": f"clients/field_settings/{name}_body.html", "back": f"fields-{subject}"}
    context["save"] = context.get("save", gettext("Save")) if name != "types" else ""
    template = "alone" if alone else name
    status = 422 if request.method == "POST" else 200
    response = render(request, f"clients/field_settings/{template}.html", context, status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
