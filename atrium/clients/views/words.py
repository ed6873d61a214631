"""The organisation's own words in its settings: added, changed, ordered, removed (R02, R03, R06, R07)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST

from atrium.clients.models import Status
from atrium.clients.models.term import Term
from atrium.clients.words import LISTS, WordList
from atrium.foundation.accepting import accepted
from atrium.foundation.numbers import fits
from atrium.foundation.translation import gettext
from atrium.organisations.access import member_view
from atrium.organisations.middleware import MemberRequest
from atrium.organisations.permissions import Can


@require_http_methods(["GET", "HEAD"])
@member_view(needs=Can.LEXICON_EDIT)
def words(request: MemberRequest, words: str) -> HttpResponse:
    """One list of words."""
    return _page(request, LISTS[words])


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.LEXICON_EDIT)
def add(request: MemberRequest, words: str) -> HttpResponse:
    """A new word, at the end of its list."""
    kept = LISTS[words]
    form = kept.form_for(request.POST or None)
    if accepted(form, lambda: kept.model.add(by=request.member, **form.cleaned_data)):
        return _done(
            request, kept, gettext("Added {label}").format(label=form.cleaned_data["label"])
        )
    return _dialog(request, kept, "edit", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.LEXICON_EDIT)
def edit(request: MemberRequest, words: str, key: int) -> HttpResponse:
    """Rename or recolour a word."""
    kept, term = _found(words, key)
    form = kept.form_for(request.POST or None, term)
    if accepted(form, lambda: term.edit(by=request.member, **form.cleaned_data)):
        return _done(
            request, kept, gettext("Saved {label}").format(label=form.cleaned_data["label"])
        )
    return _dialog(request, kept, "edit", {"form": form, "term": term})


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(needs=Can.LEXICON_EDIT)
def remove(request: MemberRequest, words: str, key: int) -> HttpResponse:
    """Take a word off its list; what carries it gets the chosen one."""
    kept, term = _found(words, key)
    form = kept.form_to_remove(term, request.POST or None)
    if accepted(form, lambda: kept.retire(term, request.member, form.cleaned_data)):
        return _done(request, kept, gettext("Removed {term}").format(term=term.label))
    return _dialog(request, kept, "remove", {"form": form, "term": term})


@require_POST
@member_view(needs=Can.LEXICON_EDIT)
def order(request: MemberRequest, words: str) -> HttpResponse:
    """Put the list in this order of keys, separated by commas."""
    kept = LISTS[words]
    keys = [int(key) for key in request.POST.get("order", "").split(",") if fits(key)]
    kept.model.arrange(by=request.member, order=keys)
    return _done(request, kept, gettext("Order saved"))


@require_POST
@member_view(needs=Can.LEXICON_EDIT)
def shift(request: MemberRequest, words: str, key: int) -> HttpResponse:
    """Move a word one place up or down."""
    kept, term = _found(words, key)
    term.shift(by=request.member, down="down" in request.POST)
    return _done(request, kept, gettext("Moved {term}").format(term=term.label))


@require_POST
@member_view(needs=Can.LEXICON_EDIT)
def default(request: MemberRequest, words: str, key: int) -> HttpResponse:
    """Let new clients have this status."""
    kept, term = _found(words, key)
    if not isinstance(term, Status):
        raise Http404
    term.make_default(by=request.member)
    return _done(request, kept, gettext("New clients are {term} now").format(term=term.label))


def _found(slug: str, key: int) -> tuple[WordList, Term]:
    kept = LISTS[slug]
    term = kept.row(key)
    if term is None:
        raise Http404
    return kept, term


def _done(request: MemberRequest, kept: WordList, toast: str) -> HttpResponse:
    """The list anew with a way back; who posted a plain form is led to it."""
    if not request.headers.get("HX-Request"):
        messages.success(request, f"{toast}.")
        return redirect(f"words-{kept.slug}", request.member.organisation.slug)
    undo = request.member.latest_act
    response = _page(request, kept, template="clients/words/answer.html", toast=toast, undo=undo)
    response["HX-Retarget"], response["HX-Reswap"] = "#words", "outerMorph"
    response["HX-Trigger"] = "dialog:close"
    return response


def _page(
    request: MemberRequest, kept: WordList, template: str = "clients/words/page.html", **more: Any
) -> HttpResponse:
    context = {"kept": kept, "rows": kept.rows(), "organisation": request.member.organisation}
    response = render(request, template, context | more)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def _dialog(
    request: MemberRequest, kept: WordList, name: str, context: dict[str, Any]
) -> HttpResponse:
    """A dialog over the list; without htmx a page of its own."""
    alone = "" if request.headers.get("HX-Request") else "_page"
    context |= {"kept": kept, "organisation": request.member.organisation}
    status = 422 if request.method == "POST" else 200
    response = render(request, f"clients/words/{name}{alone}.html", context, status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
