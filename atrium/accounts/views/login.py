from __future__ import annotations

from allauth.account.views import LoginView
from django.forms import Form
from django.http import HttpResponse


class Login(LoginView):
    """Sign in by e-mail and password. A wrong pair is 422, too many of them 429, in words."""

    def form_invalid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = 429 if form.has_error("__all__", "too_many_login_attempts") else 422
        return response
