from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from atrium.foundation.errors import Refusal
from atrium.foundation.speaking import offered
from atrium.foundation.translation import gettext


class UserManager(BaseUserManager["User"]):
    """Makes and finds people by their e-mail address, whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().casefold(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().casefold())


class User(AbstractBaseUser):
    """A person who can sign in. What they may do is decided by their memberships."""

    email = models.EmailField(unique=True, max_length=254)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    single_key_shortcuts = models.BooleanField(default=True)
    # Empty: what the browser asks for, else what is usual in the organisation.
    language = models.CharField(max_length=10, blank=True, default="", db_default="")
    # Runs the installation: sees its health and its backups, and nobody's clients by that.
    is_operator = models.BooleanField(default=False)
    # Part of what a session is signed with: raising it ends every session of the person at once.
    session_epoch = models.PositiveIntegerField(default=0)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def rename(self, name: str) -> None:
        self.name = name.strip()
        self.save(update_fields=["name"])

    def prefer_single_keys(self, wanted: bool) -> None:  # noqa: FBT001 - the verb reads as a sentence
        """Let single keys run commands, or not."""
        self.single_key_shortcuts = wanted
        self.save(update_fields=["single_key_shortcuts"])

    def speak(self, language: str) -> None:
        """Be spoken to in this language; empty for what the browser asks for."""
        if language and language not in dict(offered()):
            msg = gettext("{language} is not offered. Choose one of {languages}, or none.")
            raise Refusal(msg.format(language=language, languages=", ".join(dict(offered()))))
        self.language = language
        self.save(update_fields=["language"])

    def make_operator(self, *, wanted: bool = True) -> None:
        """Let the person run the installation, or not any more."""
        self.is_operator = wanted
        self.save(update_fields=["is_operator"])

    def vouch_for_address(self) -> None:
        """Let allauth know the address as proven, so that it stands until another one is."""
        from allauth.account.models import EmailAddress  # noqa: PLC0415 - its models refer to this one

        proven = {"verified": True, "primary": True}
        EmailAddress.objects.update_or_create(user=self, email=self.email, defaults=proven)

    def end_sessions(self) -> None:
        """Sign the person out everywhere, as part of the transaction that is open."""
        User.objects.filter(pk=self.pk).update(session_epoch=F("session_epoch") + 1)
        self.session_epoch += 1

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        words = f"{self.password} {self.session_epoch}"
        return salted_hmac(
            "atrium.accounts.session", words, secret=secret, algorithm="sha256"
        ).hexdigest()
