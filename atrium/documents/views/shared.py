"""What strangers see who have a link: the files it opens, and nothing around them (R15)."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from atrium.documents.access import handed
from atrium.documents.facts import Line
from atrium.documents.models import File, Share
from atrium.documents.public import has_code, opened, remember_code, unlisted
from atrium.documents.sharing import Shown
from atrium.foundation.errors import Refusal
from atrium.foundation.files import handed_out
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.timeline.source import Source, coming_from


class CodeForm(forms.Form):
    """The code that was told by another way."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"class": "input", "autocomplete": "one-time-code", "autofocus": True}
        ),
        error_messages={"required": "Type the code that you were told."},
    )


# The secret in the address is the proof, and no session is: another site knows none.
@csrf_exempt
@unlisted
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: HttpRequest, key: str) -> HttpResponse:
    """What the link opens; where it has a code, that is asked first."""
    with opened(key) as share:
        if share is None or (thing := share.thing) is None:
            return render(request, "documents/public/unusable.html", status=410)
        if not has_code(request, share):
            return _asked(request, share, key)
        found = _shown(share, thing)
        if request.method == "GET":
            with coming_from(Source.PAGE):
                share.read()
        today = share.client.organisation.today()
        lines = [(Line.of(each.file, today, {}), each.beside) for each in found]
        context = {"share": share, "lines": lines, "token": key, "thing": thing}
        return render(request, "documents/public/shared.html", context)


@unlisted
@require_safe
def download(request: HttpRequest, key: str, file: UUID) -> HttpResponseBase:
    """One of the files that the link opens; 404 for any other."""
    with opened(key) as share:
        row = _the_file(request, share, file)
        content = handed(row.content)
        return handed_out(content.stored_as, name=row.name, content_type=content.content_type)


@unlisted
@require_safe
def sheet(request: HttpRequest, key: str, file: UUID, which: int) -> HttpResponseBase:
    """The picture of a page of one of the files that the link opens."""
    with opened(key) as share:
        sheets = handed(_the_file(request, share, file).content).sheets
        if not 1 <= which <= len(sheets):
            raise Http404
        stored_as = sheets[which - 1]["stored_as"]
        return handed_out(stored_as, name=f"page-{which}.webp", content_type="image/webp")


def _asked(request: HttpRequest, share: Share, key: str) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            if share.takes(form.cleaned_data["code"]):
                here = reverse("shared", args=[key])
                response = redirect(here)
                remember_code(response, share, here)
                return response
            form.add_error(
                "code", gettext("This is not the code. Check it with who sent you the link.")
            )
        except Refusal as error:
            form.add_error("code", str(error))
    context = {"form": form, "share": share}
    return render(
        request, "documents/public/code.html", context, status=422 if form.errors else 200
    )


def _shown(share: Share, thing: object) -> list[Shown]:
    """The files that it opens; none where the thing refuses by now."""
    try:
        share.sort.refuse(thing)
    except Refusal:
        return []
    return list(share.sort.files(thing))


def _the_file(request: HttpRequest, share: Share | None, key: UUID) -> File:
    thing = share.thing if share is not None and has_code(request, share) else None
    if share is None or thing is None:
        raise Http404
    for each in share.sort.files(thing):
        if each.file.public_id == key:
            share.sort.refuse(thing)
            found: File = each.file
            return found
    raise Http404
