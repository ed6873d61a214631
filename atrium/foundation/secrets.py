"""What is kept so that only the installation itself can read it: passwords of other servers."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import models

from atrium.foundation.errors import Refusal
from atrium.foundation.keyring import keys
from atrium.foundation.translation import gettext

_PURPOSE = b"atrium sealed fields"


class SealedField(models.TextField):  # type: ignore[type-arg]
    """Holds what seal() made. The journal passes over it, so that no copy outlives a change."""

    sealed = True


def seal(text: str) -> str:
    """The text as it may lie in the database; empty stays empty."""
    return _lock().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """What seal() was given. Refused where no key of the installation opens it any more."""
    if not sealed:
        return ""
    try:
        return _lock().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        msg = gettext(
            "The password cannot be read any more, for the keys of this installation have changed. Type it again."
        )
        raise Refusal(msg) from error


def is_sealed_anew(sealed: str | None) -> bool:
    """Whether the key of now seals it, so that no older key is needed for it; True for nothing."""
    if not sealed:
        return True
    try:
        Fernet(_derived(keys()[0])).decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


def sealed_anew(sealed: str) -> str:
    """The same under the newest key; empty where no key opens it any more."""
    try:
        return _lock().rotate(sealed.encode()).decode()
    except InvalidToken:
        return ""


def _lock() -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys()])


@cache
def _derived(key: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE)
    return urlsafe_b64encode(derive.derive(key.encode()))
