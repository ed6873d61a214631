"""Sessions as Django keeps them, but for the key of an authenticator app that is being set up: that lies sealed (J24)."""

from __future__ import annotations

from typing import Any

from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

from atrium.foundation.errors import Refusal
from atrium.foundation.secrets import seal, unseal

_STANDING = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """The engine that the settings name."""

    def load(self) -> dict[str, Any]:
        """What is kept under the key, without composing a query: every page and part of one asks."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(_STANDING, [self.session_key, now])
            found = cursor.fetchone()
        if found is None:
            # As Django's own: who comes with a key that leads nowhere is given another.
            self._session_key = None
            return {}
        return self.decode(found[0])

    def encode(self, session_dict: dict[str, Any]) -> str:
        """What goes into the row."""
        if secret := session_dict.get(SECRET_SESSION_KEY):
            session_dict = session_dict | {SECRET_SESSION_KEY: seal(secret)}
        return super().encode(session_dict)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What the row says; a key that nothing opens any more is forgotten, and the next page shows another."""
        found: dict[str, Any] = super().decode(session_data)
        if sealed := found.get(SECRET_SESSION_KEY):
            try:
                found[SECRET_SESSION_KEY] = unseal(sealed)
            except Refusal:
                del found[SECRET_SESSION_KEY]
        return found
