"""Our own pages among allauth's; they come first, so that the login is ours."""

from django.urls import path

from atrium.accounts.views.address import Address
from atrium.accounts.views.login import Login
from atrium.accounts.views.sessions import end_session
from atrium.accounts.views.theme import theme

urlpatterns = [
    path("accounts/login/", Login.as_view(), name="account_login"),
    path("accounts/email/", Address.as_view(), name="account_email"),
    path("accounts/sessions/<int:pk>/end/", end_session, name="session-end"),
    path("theme/", theme, name="theme"),
]
