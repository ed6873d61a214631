"""Who asks: a bearer token, which acts as its member within its scopes."""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security.base import AuthBase

from atrium.foundation.causes import Explanation
from atrium.integrations.api import rate
from atrium.integrations.api.errors import Problem
from atrium.integrations.models import Token
from atrium.organisations.causes import ELSEWHERE, OUTSIDE
from atrium.organisations.models import Member, Organisation
from atrium.organisations.networks import lets_in
from atrium.organisations.permissions import Can


class ApiRequest(HttpRequest):
    """A request made by a program with a token."""

    member: Member
    token: Token

    @property
    def organisation(self) -> Organisation:
        return self.member.organisation


def bind(request: HttpRequest) -> bool:
    """Find the token of the request, enter its organisation, set request.token and .member."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return False
    token = Token.behind(secret.strip())
    if token is None:
        return False
    if not lets_in(token.member.organisation, request):
        raise Problem(403, str(OUTSIDE), why=Explanation(ELSEWHERE, OUTSIDE))
    rate.take(token.pk)
    request.token = token  # type: ignore[attr-defined]
    request.member = token.member  # type: ignore[attr-defined]
    token.was_used()
    return True


class Bearer(AuthBase):
    """An operation's demand: the scope of the token and the permission of its member, both.

    An empty scope stands for any: a token without scopes may nothing at all.
    """

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "A token made on the page “API tokens” or by `atrium token create`."

    def __init__(self, scope: str, can: Can) -> None:
        super().__init__()
        self.scope = scope
        self.can = can

    def __call__(self, request: HttpRequest) -> bool:
        token: Token | None = getattr(request, "token", None)
        if token is None:
            return False
        demand_scope(token, self.scope)
        demand(token.member, self.can)
        return True


def demand_scope(token: Token, scope: str) -> None:
    """Refuse with 403 a token without the scope; an empty one stands for any."""
    if not (token.allows(scope) if scope else token.scopes):
        lacks = f"the scope {scope}" if scope else "any scope"
        raise Problem(403, f"The token lacks {lacks}; make one that has it.")


def demand(member: Member, permission: Can) -> None:
    """Refuse with 403, in words, what the member's role does not allow."""
    if not member.can(permission):
        raise Problem(403, f"Your role does not allow this: {permission.label.lower()}.")
