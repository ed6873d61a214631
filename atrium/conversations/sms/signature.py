"""Whether a request is the provider's: its signature, as Twilio makes it.

HMAC-SHA1, with the token as the key, over the whole address that it was told to call and the fields
of the form in the order of their names, each name followed by its value; in Base64
(twilio.com/docs/usage/security).
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Iterable


def signed(token: str, url: str, fields: Iterable[tuple[str, str]]) -> str:
    """The signature of a request."""
    text = url + "".join(name + value for name, value in sorted(set(fields)))
    return b64encode(hmac.digest(token.encode(), text.encode(), "sha1")).decode()


def fits(signature: str, token: str, url: str, fields: Iterable[tuple[str, str]]) -> bool:
    """Whether it is so signed; never with an empty token. Compared in constant time."""
    expected = signed(token, url, fields).encode()
    return bool(token) and hmac.compare_digest(expected, signature.encode("utf-8", "replace"))
