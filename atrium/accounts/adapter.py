from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal.ratelimit import truncate_ip
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from atrium.accounts.devices import greet
from atrium.accounts.models import User
from atrium.accounts.sign_ins import tell
from atrium.accounts.vouching import voucher_of
from atrium.foundation.rate import uncoated
from atrium.foundation.translation import gettext_lazy


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation or on the operator's command line, never by signing up.

    A person's address is User.email; allauth's own table of addresses is only used while one is being changed.
    """

    # What went wrong and how to go on; allauth says the first half.
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "The e-mail address or the password is wrong. Check both, or set a new password."
        ),
        "too_many_login_attempts": gettext_lazy(
            "Too many wrong passwords from here. Wait five minutes and try again, or set a new password."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return subject

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where a request comes from; 403 where nothing says so."""
        return uncoated(super().get_client_ip(request))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords by who tries as well, so that nobody shuts the person out from elsewhere."""
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{truncate_ip(self.get_client_ip(request))}"

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **more: Any) -> HttpResponse:
        """Tell the person of a browser that is new."""
        response: HttpResponse = super().post_login(request, user, **more)
        assert isinstance(user, User)
        address = self.get_client_ip(request)
        greet(request, response, user, address)
        voucher = voucher_of(request, user)
        if voucher is None:
            tell(user.email, address, worked=True)
        else:
            place = voucher.organisation
            tell(user.email, address, worked=True, by=voucher.name, organisation=place)
            here = UserSession.objects.filter(session_key=request.session.session_key)
            here.update(data={"by": voucher.name})
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Tell of a wrong password, too."""
        super().authentication_failed(request, **credentials)
        tell(str(credentials.get("email", "")), self.get_client_ip(request), worked=False)

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Whether it is the person's password; counted with the failed sign-ins."""
        assert isinstance(user, User)
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Mail the person about a change of how they sign in."""
        assert isinstance(user, User)
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail with our own address in it, whatever host the request named."""
        super().send_mail(template_prefix, email, context | {"base_url": settings.BASE_URL})
