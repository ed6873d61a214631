"""Showing again who one is, before what is dangerous in the hands of who finds an open screen."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from atrium.accounts.vouching import confined, voucher_of
from atrium.foundation.translation import gettext


def is_sure(request: HttpRequest) -> bool:
    """Whether the person signed in, or typed the password again, within the last ten minutes.

    Who has nothing to show here shows themselves again where they signed in.
    """
    assert request.user.is_authenticated
    vouched = voucher_of(request, request.user)
    if not get_reauthentication_flows(request.user) and vouched is None:
        return True
    shown = [record["at"] for record in get_authentication_records(request, request.user)]
    return any(time.time() - at < app_settings.REAUTHENTICATION_TIMEOUT for at in shown)


def ask_again(request: HttpRequest) -> HttpResponse:
    """On to the password, the second factor or who vouched, and back to the page that the form was on."""
    assert request.user.is_authenticated
    voucher = confined(request, request.user)
    address = voucher.again if voucher else reverse("account_reauthenticate")
    url = f"{address}?{urlencode({'next': _page_of(request)})}"
    messages.info(request, gettext("Show that it is you, then do it again: nothing was done yet."))
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


def sure_first[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """What is sent to the view is done for who is_sure() alone; reading its page needs nothing."""

    @wraps(view)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request: Any = args[0]
        if request.method == "POST" and not is_sure(request):
            return ask_again(request)
        return view(*args, **kwargs)

    return wrapper


def _page_of(request: HttpRequest) -> str:
    """The path that the form was on, as far as the browser tells it."""
    told = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(told, allowed_hosts={request.get_host()}):
        return urlsplit(told).path or "/"
    return request.path
