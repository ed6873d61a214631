"""A form and the verb that it is for."""

from __future__ import annotations

from collections.abc import Callable

from django import forms

from atrium.foundation.errors import Refusal


def accepted(form: forms.Form, verb: Callable[[], object]) -> bool:
    """Whether the form was sent, fits, and the verb took it; what it refused is told at its field."""
    if not form.is_valid():
        return False
    try:
        verb()
    except Refusal as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
        return False
    return True
