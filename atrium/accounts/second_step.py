"""The secrets of the second step lie sealed in the database, like the passwords of other servers."""

from __future__ import annotations

from allauth.mfa.adapter import DefaultMFAAdapter

from atrium.foundation.errors import Refusal
from atrium.foundation.secrets import seal, unseal
from atrium.foundation.translation import gettext

# What the adapter seals stands inside a JSON column: the app's key and what recovery codes are made of.
SEALED = {"mfa.Authenticator": ("data__secret", "data__seed")}


class SecondStep(DefaultMFAAdapter):
    """How allauth keeps what a person shows besides the password."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed. Refused where no key of the installation opens it any more."""
        try:
            return unseal(encrypted_text)
        except Refusal as error:
            msg = gettext(
                "Your second step cannot be checked, for the keys of this installation have changed. "
                "Sign in with a passkey, or ask who runs it to put the older key back."
            )
            raise Refusal(msg) from error
