from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.keeping import acting
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.sso.domain_mail import mail_owners
from atrium.sso.resolving import texts_of
from atrium.sso.telling import Trouble, tell_owners

MOST = 50
# It is looked for a little more often than said, so that a tick that is late skips no day.
WEEK, DAY = timedelta(days=7, hours=-1), timedelta(hours=23)
# How often, and for how long, it has to be missing until it counts no more.
MISSES, GRACE = 5, timedelta(days=5)
LONGEST_SILENCE = timedelta(days=30)
_NAME = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}\Z")


class Domain(Owned):
    """A domain of e-mail addresses that the organisation says is its own, and has proved or not yet.

    Only for addresses of a proved one its providers are believed. It is looked for again by the
    clock: whose record is gone for days counts no more, for the domain may be somebody else's by
    then. Who signed in before goes on.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    name = models.CharField(max_length=253)
    proved_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    missing_since = models.DateTimeField(null=True, blank=True)
    missed = models.PositiveSmallIntegerField(default=0)
    lapsed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Owned.Meta):
        ordering: ClassVar = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="sso_domain_once"),
            models.UniqueConstraint(
                fields=["organisation", "public_id"], name="sso_domain_by_public_id"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def record(self) -> str:
        """The name at which the text is looked for."""
        return f"_atrium.{self.name}"

    @property
    def text(self) -> str:
        """What the record has to say; another organisation's would be another one."""
        words = f"{self.organisation.public_id} {self.name}"
        return (
            f"atrium={salted_hmac('atrium.sso.domain', words, algorithm='sha256').hexdigest()[:40]}"
        )

    @classmethod
    def add(cls, name: str, *, by: Member) -> Domain:
        """Name one; refused for what is no domain, and for one that is named already."""
        name = _checked(name)
        with acting(by=by, label=gettext("Named the domain {domain}").format(domain=name)) as act:
            act.lock(by.organisation)
            if cls.objects.count() >= MOST:
                msg = gettext("At most {most} domains fit.").format(most=MOST)
                raise Refusal(msg, field="name")
            if cls.objects.filter(name=name).exists():
                msg = gettext("{domain} is named already.").format(domain=name)
                raise Refusal(msg, field="name")
            return act.insert(cls(name=name))

    def prove(self, *, by: Member) -> None:
        """Look for the text in the domain name system; refused while it is not there."""
        if self.text not in texts_of(self.record):
            msg = gettext(
                "There is no such record yet. Set TXT {record} to {text}; it may take an hour to be seen."
            ).format(record=self.record, text=self.text)
            raise Refusal(msg)
        with acting(
            by=by, label=gettext("Proved the domain {domain}").format(domain=self.name)
        ) as act:
            act.lock(self)
            now = timezone.now()
            held = {"looked_at": now, "seen_at": now, "missing_since": None, "missed": 0}
            act.change(self, proved_at=self.proved_at or now, lapsed_at=None, **held)

    def look_again(self) -> None:
        """See by the clock whether the record is still there.

        That no server answers tells nothing, unless it lasts.
        """
        now, rows = timezone.now(), type(self).objects.filter(pk=self.pk, lapsed_at=None)
        try:
            is_there = self.text in texts_of(self.record)
        except Refusal:
            if now - (self.seen_at or self.proved_at or now) < LONGEST_SILENCE:
                rows.update(looked_at=now)
                return
            is_there = False
        if is_there:
            rows.update(looked_at=now, seen_at=now, missing_since=None, missed=0)
            return
        since = self.missing_since or now
        if not rows.filter(missed=self.missed).update(
            looked_at=now, missing_since=since, missed=self.missed + 1
        ):
            return
        if self.missed + 1 >= MISSES and now - since >= GRACE:
            self._lapse(now)
        elif self.missed == 0:
            self._tell(gettext("The record of the domain {domain} is gone"))

    def _lapse(self, now: datetime) -> None:
        label = gettext("The domain {domain} counts as proved no more: its record is gone")
        with acting(by=None, label=label.format(domain=self.name)) as act:
            act.lock(self)
            if self.missed < MISSES or not act.change(self, lapsed_at=now):
                return
            tell_owners(Trouble.DOMAIN_LAPSED, self.name)
            transaction.on_commit(self._mail)

    def _tell(self, label: str) -> None:
        with acting(by=None, label=label.format(domain=self.name)) as act:
            act.note("sso.domain", self.pk)
            tell_owners(Trouble.DOMAIN_GONE, self.name)
            transaction.on_commit(self._mail)

    def _mail(self) -> None:
        mail_owners.enqueue(self.organisation.pk, self.pk)

    def remove(self, *, by: Member) -> None:
        """Believe nobody any more for its addresses; who signed in before goes on."""
        with acting(
            by=by, label=gettext("Removed the domain {domain}").format(domain=self.name)
        ) as act:
            act.lock(self)
            act.remove(self)

    @property
    def is_proved(self) -> bool:
        return self.proved_at is not None and self.lapsed_at is None

    @property
    def gives_up_at(self) -> datetime | None:
        """When it counts no more, unless its record comes back."""
        return self.missing_since + GRACE if self.missing_since else None

    @classmethod
    def counting(cls) -> models.QuerySet[Domain]:
        """Those that are proved, and still are."""
        rows: models.QuerySet[Domain] = cls.objects.filter(proved_at__isnull=False, lapsed_at=None)
        return rows

    @classmethod
    def due(cls) -> models.QuerySet[Domain]:
        """Those whose record is to be looked for: each week, and each day while it is missing."""
        now = timezone.now()
        weekly = Q(missed=0) & (Q(looked_at=None) | Q(looked_at__lt=now - WEEK))
        daily = Q(missed__gt=0, looked_at__lt=now - DAY)
        return cls.counting().filter(weekly | daily)

    @classmethod
    def proved(cls, email: str) -> bool:
        """Whether the address is of a domain that the organisation has proved."""
        return cls.counting().filter(name=email.rpartition("@")[2]).exists()


def _checked(text: str) -> str:
    name = text.strip().removeprefix("@").removesuffix(".").casefold()
    try:
        name = name.encode("idna").decode("ascii")
    except UnicodeError:
        name = ""
    if not _NAME.match(name):
        msg = gettext("Write a domain like example.org.")
        raise Refusal(msg, field="name")
    return name
