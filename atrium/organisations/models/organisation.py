from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now

from atrium.foundation.formats.names import hue_of
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.organisations.keeping import acting
from atrium.organisations.networks import checked

if TYPE_CHECKING:
    from atrium.organisations.models.member import Member


class ListStyle(models.TextChoices):
    """How a list of clients is shown (C13)."""

    TABLE = "table", gettext_lazy("Table")
    CARDS = "cards", gettext_lazy("Cards")


class Organisation(models.Model):
    """A business that uses Atrium. Nothing of it crosses its border."""

    public_id = models.UUIDField(default=public_id, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2, default="GB")
    currency = models.CharField(max_length=3, default="GBP")
    timezone = models.CharField(max_length=60, default="Europe/London")
    # For whom nobody knows a better one: guests, addresses without a language, browsers that ask for none.
    language = models.CharField(max_length=10, default="en-gb", db_default="en-gb")
    list_style = models.CharField(max_length=10, choices=ListStyle, default=ListStyle.TABLE)
    second_person = models.BooleanField(default=True)
    hidden_tabs = models.JSONField(default=list, blank=True)
    # The lowest role that changes a detail of clients, by its name. See clients/detail_locks.py.
    detail_roles = models.JSONField(default=dict, blank=True, db_default={})
    logs_views = models.BooleanField(default=False)
    views_kept_days = models.PositiveSmallIntegerField(default=365)
    shows_presence = models.BooleanField(default=True)
    outdated_after = models.PositiveSmallIntegerField(default=18)
    # One network a line; empty for everywhere. See organisations/networks.py.
    networks = models.TextField(blank=True, default="", db_default="")
    # Whether members come in by a password; without, by single sign-on alone. See sso/.
    passwords = models.BooleanField(default=True, db_default=True)
    lexicon_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("dashboard", args=[self.slug])

    @property
    def hue(self) -> int:
        return hue_of(self.pk)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def today(self) -> date:
        """The calendar day where the organisation is."""
        return localdate(timezone=self.zone)

    def local(self, instant: datetime) -> datetime:
        return localtime(instant, self.zone)

    def edit(self, *, by: Member, **values: Any) -> bool:
        """Change the organisation's settings; False when they are so already."""
        with acting(by=by, label=gettext("Changed the organisation's settings")) as act:
            act.lock(self)
            return act.change(self, **values)

    def allow_from(self, networks: str, *, by: Member | None, own: str) -> bool:
        """Let the organisation be reached from these networks alone; empty is everywhere.

        Refused where they leave out ``own``, the address of who says so. None is Atrium's operator.
        """
        with acting(by=by, label=gettext("Changed from where the organisation is reached")) as act:
            act.lock(self)
            return act.change(self, networks=checked(networks, own=own))

    def forget_lexicon(self) -> None:
        """Say that statuses, tags, types, roles or members changed, so that copies are read anew."""
        Organisation.objects.filter(pk=self.pk).update(lexicon_version=F("lexicon_version") + 1)
        self.lexicon_version += 1

    def notice_lexicon(self) -> None:
        """Read which version of the words is in force, after this request changed them."""
        self.refresh_from_db(fields=["lexicon_version"])
