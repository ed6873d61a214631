"""Who sees which tokens."""

from __future__ import annotations

from django.db.models import QuerySet

from atrium.integrations.models import Token
from atrium.organisations.models import Member


def tokens_of(member: Member) -> QuerySet[Token, Token]:
    """The tokens that the member may see and revoke: one's own, or all for who manages members."""
    tokens: QuerySet[Token, Token] = Token.objects.visible_to(member)
    return tokens.select_related("member")
