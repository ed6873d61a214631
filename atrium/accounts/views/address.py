from __future__ import annotations

from typing import Any

from allauth.account.views import EmailView
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponseBase


class Address(LoginRequiredMixin, EmailView):
    """Change the address one signs in with: it changes when the link that is mailed there is opened."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            request.user.vouch_for_address()
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response
