"""What the settings pages answer with."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from atrium.foundation.errors import Refusal

type Context = dict[str, object]


def done(request: HttpRequest, words: str, url_name: str, *args: object) -> HttpResponse:
    """Lead on, with a toast that says what was done."""
    messages.success(request, words)
    return redirect(url_name, *args)


def page(request: HttpRequest, template: str, form: forms.Form, context: Context) -> HttpResponse:
    """The page with its form; 422 where the form was sent and is not right."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, context | {"form": form}, status=status)


def accepted(form: forms.Form, verb: Callable[[], object]) -> bool:
    """Run the verb on a form that is right; a refusal that names a field is shown at that field."""
    if not form.is_valid():
        return False
    try:
        verb()
    except Refusal as refusal:
        if refusal.field is None:
            raise
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    return True
