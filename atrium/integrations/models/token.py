"""Keys for machines: a token acts as the member it belongs to, within its scopes."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.integrations import scopes as scoping
from atrium.organisations import current
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager
from atrium.organisations.permissions import Can
from atrium.organisations.prepared import prepared
from atrium.timeline.acting import acting

LABEL = "integrations.token"
SEEN_EVERY = timedelta(minutes=1)
_SECRET = re.compile(r"atrium_([0-9]{1,18})_[A-Za-z0-9_-]{43}", re.ASCII)


class TokenQuerySet(models.QuerySet["Token"]):
    """Ways to choose tokens."""

    def visible_to(self, member: Member) -> TokenQuerySet:
        """One's own; those of everyone to who manages members."""
        return self if member.can(Can.MEMBERS_MANAGE) else self.filter(member=member)


TokenManager = OwnedManager.from_queryset(TokenQuerySet)


class Token(Owned):
    """A key by which a program acts as a member. The secret is shown once; only its hash is kept.

    An empty list of scopes allows nothing. The role of the member counts besides the scopes.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    member = models.ForeignKey(
        Member, models.PROTECT, related_name="tokens", db_constraint=False, db_index=False
    )
    name = models.CharField(max_length=120)
    scopes: models.JSONField[list[str]] = models.JSONField(default=list, blank=True)
    prefix = models.CharField(max_length=30)
    key_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        Member, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )

    objects: ClassVar = TokenManager()

    class Meta(Owned.Meta):
        ordering = ("-created_at", "-id")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key_hash"], name="token_by_key"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="token_by_public_id"
            ),
            SameOrganisation("member"),
            SameOrganisation("made_by"),
            SameOrganisation("revoked_by"),
        ]
        indexes = [models.Index(fields=["organisation", "member"], name="token_by_member")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def make(
        cls,
        *,
        by: Member | None,
        member: Member,
        name: str,
        scopes: Iterable[str],
        expires_at: datetime | None = None,
    ) -> tuple[Token, str]:
        """A new token of ``member`` and its secret, which is told only here.

        Refused without a name, with an unknown scope, for who does not work here any more, or for
        somebody else (``by`` None is the person at the command line, who may). The journal says that
        it was made, and not how it looks, so that no undo brings a revoked one back.
        """
        name = " ".join(name.split())
        if not name or len(name) > 120:  # noqa: PLR2004 - the width of the column
            msg = gettext("Name the token after what will use it, in at most 120 characters.")
            raise Refusal(msg, field="name")
        if by is not None and by.pk != member.pk:
            msg = gettext("You can make tokens for yourself only.")
            raise Refusal(msg, field="member")
        if not member.is_active:
            msg = gettext("{member} does not work here any more; choose someone who does.").format(
                member=member
            )
            raise Refusal(msg, field="member")
        if expires_at is not None and expires_at <= timezone.now():
            msg = gettext("That day has passed; choose a later one.")
            raise Refusal(msg, field="expires_at")
        key = secrets.token_urlsafe(32)
        start = f"atrium_{current.required()}_"
        with acting(
            by=by,
            label=gettext("Made the API token {name} of {member}").format(name=name, member=member),
        ) as act:
            token = cls.objects.create(
                member=member,
                name=name,
                scopes=scoping.checked(scopes),
                prefix=f"{start}{key[:4]}",
                key_hash=_hash(f"{start}{key}"),
                made_by=by,
                expires_at=expires_at,
            )
            act.note(LABEL, token.pk)
        return token, f"{start}{key}"

    @classmethod
    def behind(cls, secret: str) -> Token | None:
        """The token with this secret, if it is good now; enters its organisation.

        The secret names the organisation, so that nothing is looked for across organisations.
        """
        match = _SECRET.fullmatch(secret)
        if match is None:
            return None
        current.enter(int(match[1]))
        token: Token | None = next(iter(_with_hash(key_hash=_hash(secret))), None)
        return token if token is not None and token.is_good else None

    @property
    def is_good(self) -> bool:
        """Neither revoked nor expired."""
        if self.revoked_at is not None:
            return False
        return self.expires_at is None or self.expires_at > timezone.now()

    def allows(self, scope: str) -> bool:
        return scoping.allows(self.scopes, scope)

    def was_used(self) -> None:
        """Remember when it was used last, to the minute."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at >= SEEN_EVERY:
            type(self).objects.filter(pk=self.pk).update(last_used_at=now)

    def revoke(self, *, by: Member | None) -> None:
        """Make it useless for ever; nothing happens when it is already."""
        rows = type(self).objects.filter(pk=self.pk, revoked_at=None)
        with acting(
            by=by,
            label=gettext("Revoked the API token {token} of {member}").format(
                token=self, member=self.member
            ),
        ) as act:
            if rows.update(revoked_at=timezone.now(), revoked_by=by):
                act.note(LABEL, self.pk)
        self.refresh_from_db()


@prepared(recurring=True)
def _with_hash(*, key_hash: str) -> models.QuerySet[Token]:
    rows: models.QuerySet[Token] = Token.objects.select_related("member__organisation")
    return rows.filter(
        key_hash=key_hash, member__disabled_at=None, member__user__is_active=True
    ).order_by("id")[:1]


def _hash(secret: str) -> str:
    """SHA-256 as hex: the secret has 256 random bits, so that no slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
