"""The headings that fields stand under, in the settings (V06)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from atrium.clients.field_board import section_or_none
from atrium.clients.models import FieldSection
from atrium.clients.views.fields import dialog, done
from atrium.clients.word_forms import WordForm
from atrium.foundation.accepting import accepted
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.LEXICON_EDIT)
def add(request: MemberRequest, subject: str) -> HttpResponse:
    """A new heading, at the end."""
    form = WordForm(request.POST or None)
    if accepted(
        form, lambda: FieldSection.add(by=request.member, subject=subject, **form.cleaned_data)
    ):
        return done(
            request,
            subject,
            gettext("Added the section {label}").format(label=form.cleaned_data["label"]),
        )
    return dialog(request, subject, "section", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.LEXICON_EDIT)
def edit(request: MemberRequest, subject: str, key: int) -> HttpResponse:
    """Rename a heading."""
    section = _found(subject, key)
    form = WordForm(request.POST or None, initial={"label": section.label})
    if accepted(form, lambda: section.edit(by=request.member, **form.cleaned_data)):
        return done(
            request, subject, gettext("Saved {label}").format(label=form.cleaned_data["label"])
        )
    return dialog(request, subject, "section", {"form": form, "term": section})


@require_POST
@member_view(needs=Can.LEXICON_EDIT)
def remove(request: MemberRequest, subject: str, key: int) -> HttpResponse:
    """Take a heading away; its fields go to the top."""
    section = _found(subject, key)
    section.retire(by=request.member)
    return done(
        request, subject, gettext("Removed the section {section}").format(section=section.label)
    )


def _found(subject: str, key: int) -> FieldSection:
    section = section_or_none(subject, key)
    if section is None:
        raise Http404
    return section
