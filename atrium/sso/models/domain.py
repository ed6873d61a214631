from __future__ import annotations

import re
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext
from atrium.organisations.keeping import acting
from atrium.organisations.models import Member
from atrium.organisations.owned import Owned
from atrium.sso.resolving import texts_of

MOST = 50
_NAME = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}\Z")


class Domain(Owned):
    """A domain of e-mail addresses that the organisation says is its own, and has proved or not yet.

    Only for addresses of a proved one its providers are believed.
    """

    public_id = models.UUIDField(default=public_id, editable=False)
    name = models.CharField(max_length=253)
    proved_at = models.DateTimeField(null=True, blank=True)

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
            act.change(self, proved_at=self.proved_at or timezone.now())

    def remove(self, *, by: Member) -> None:
        """Believe nobody any more for its addresses; who signed in before goes on."""
        with acting(
            by=by, label=gettext("Removed the domain {domain}").format(domain=self.name)
        ) as act:
            act.lock(self)
            act.remove(self)

    @classmethod
    def proved(cls, email: str) -> bool:
        """Whether the address is of a domain that the organisation has proved."""
        name = email.rpartition("@")[2]
        return bool(cls.objects.filter(name=name, proved_at__isnull=False).exists())


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
