"""What is kept so that only the installation itself can read it: passwords of other servers."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

from atrium.foundation.errors import Refusal

_PURPOSE = b"atrium sealed fields"


class SealedField(models.TextField):  # type: ignore[type-arg]
    """Holds what seal() made. The journal passes over it, so that no copy outlives a change."""

    sealed = True


def seal(text: str) -> str:
    """The text as it may lie in the database; empty stays empty."""
    return _lock().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """What seal() was given. Refused where the secret key of the installation is another one now."""
    if not sealed:
        return ""
    try:
        return _lock().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        msg = "The password cannot be read any more, for the secret key of this installation has changed. Type it again."
        raise Refusal(msg) from error


def _lock() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derived(key)) for key in keys])


@cache
def _derived(key: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE)
    return urlsafe_b64encode(derive.derive(key.encode()))
