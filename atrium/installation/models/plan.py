from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from atrium.accounts.models import User
from atrium.foundation.backups.sealed import check_public, new_key
from atrium.foundation.secrets import SealedField, seal, unseal
from atrium.foundation.translation import gettext
from atrium.installation.places import Place, place_of, tried
from atrium.installation.retention import Retention

THE_ONE = 1
AGAIN = timedelta(hours=1)
# Stands on pages for the secret of a bucket.
HIDDEN = "•" * 8


class BackupPlan(models.Model):
    """When backups are made by themselves, where they lie, which of them stay. There is one row at most."""

    enabled = models.BooleanField(default=False)
    hour = models.PositiveSmallIntegerField(default=2, validators=[MaxValueValidator(23)])
    place = SealedField(blank=True)
    daily = models.PositiveSmallIntegerField(default=7)
    weekly = models.PositiveSmallIntegerField(default=4)
    monthly = models.PositiveSmallIntegerField(default=12)
    public_key = models.CharField(max_length=100, blank=True)
    secret_key = SealedField(blank=True)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return (
            gettext("Daily at {hour}:00").format(hour=self.hour) if self.enabled else gettext("Off")
        )

    @classmethod
    def current(cls) -> BackupPlan:
        """The plan; where nobody made one yet, one that is switched off."""
        return cls.objects.select_related("changed_by").filter(pk=THE_ONE).first() or cls(
            pk=THE_ONE
        )

    @property
    def retention(self) -> Retention:
        return Retention(self.daily, self.weekly, self.monthly)

    @property
    def place_text(self) -> str:
        """The place as it was typed, with its secret."""
        return unseal(self.place)

    @property
    def place_shown(self) -> str:
        """The place as a page may show it; change() takes it for the place that stands."""
        parts = urlsplit(self.place_text)
        if not parts.password:
            return self.place_text
        return self.place_text.replace(f":{parts.password}@", f":{HIDDEN}@", 1)

    def there(self) -> Place:
        """The place itself; refused where none was named."""
        return place_of(self.place_text)

    def change(self, *, by: User, place: str, **values: Any) -> None:
        """Change it; the place is tried first where backups are switched on, and refused where it fails."""
        if place.strip() == self.place_shown:
            place = self.place_text
        if values["enabled"]:
            tried(place_of(place))
        for name, value in values.items():
            setattr(self, name, value)
        self.place = seal(place.strip())
        self._keep(by)

    def encrypt(self, *, by: User) -> None:
        """Seal backups from now on for a new key, which the installation keeps to try restores by."""
        secret, self.public_key = new_key()
        self.secret_key = seal(secret)
        self._keep(by)

    def encrypt_for(self, public_key: str, *, by: User) -> None:
        """Seal backups for a key whose secret half is elsewhere; restores are then not tried by itself."""
        self.public_key, self.secret_key = check_public(public_key), ""
        self._keep(by)

    def stop_encrypting(self, *, by: User) -> None:
        """Leave backups readable to whoever has the file."""
        self.public_key = self.secret_key = ""
        self._keep(by)

    def slot(self, now: datetime) -> datetime:
        """The latest moment at which a backup was to begin."""
        today = now.replace(hour=self.hour, minute=0, second=0, microsecond=0)
        return today if today <= now else today - timedelta(days=1)

    def _keep(self, by: User) -> None:
        self.changed_at, self.changed_by = timezone.now(), by
        self.save()
