"""The door to the pages of the installation: its operators, and for everyone else there is nothing here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from atrium.accounts.models import User
from atrium.accounts.vouching import beyond, confined


class OperatorRequest(HttpRequest):
    """A request of somebody who runs the installation."""

    user: User


type View = Callable[..., HttpResponse]


def operator_view(view: View) -> View:
    """Let operators in; who is not signed in is asked to, who is none finds nothing: 404."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path())
        if not request.user.is_operator:
            raise Http404
        voucher = confined(request, request.user)
        if voucher is not None:
            return beyond(request, request.user, voucher)
        return view(request, *args, **kwargs)

    guarded: View = never_cache(wrapped)
    return guarded
