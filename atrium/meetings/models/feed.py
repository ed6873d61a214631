from __future__ import annotations

import hashlib
import secrets
from typing import ClassVar

from django.db import models
from django.utils import timezone

from atrium.foundation.translation import gettext
from atrium.organisations.constraints import SameOrganisation
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned, OwnedManager


class Feed(Owned):
    """That a member's calendar program may read their meetings, by a secret that is told once.

    Only the hash of the secret is kept. Who leaves or loses sight of a client loses it here as well.
    """

    member = models.ForeignKey(
        Member, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    key_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects: ClassVar = OwnedManager()

    class Meta(Owned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "member"], name="feed_of_member"),
            models.UniqueConstraint(fields=["organisation", "key_hash"], name="feed_by_key"),
            SameOrganisation("member"),
        ]

    def __str__(self) -> str:
        return gettext("Feed of {member}").format(member=self.member)

    @classmethod
    def open(cls, member: Member) -> str:
        """A new secret for the member's feed, told only here; an earlier one opens nothing any more."""
        secret = secrets.token_urlsafe(32)
        values = {"key_hash": _hash(secret), "made_at": timezone.now(), "read_at": None}
        cls.objects.update_or_create(member=member, defaults=values)
        return f"{member.organisation_id}.{secret}"

    @classmethod
    def close(cls, member: Member) -> None:
        """Let no program read it any more."""
        cls.objects.filter(member=member).delete()

    @classmethod
    def of(cls, member: Member) -> Feed | None:
        found: Feed | None = cls.objects.filter(member=member).first()
        return found

    @classmethod
    def opened_by(cls, secret: str) -> Feed | None:
        """The feed with this secret, inside its organisation, while its member works here."""
        rows = cls.objects.select_related("member__organisation", "member__user")
        feed: Feed | None = rows.filter(key_hash=_hash(secret)).first()
        if feed is None or not feed.member.is_active or not feed.member.user.is_active:
            return None
        cls.objects.filter(pk=feed.pk).update(read_at=timezone.now())
        return feed


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
