"""Web addresses: http and https only, https:// added where people leave it out."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from atrium.foundation.formats.error import FormatError
from atrium.foundation.translation import gettext

_check = URLValidator(schemes=["http", "https"])
_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*://")
_LONGEST = 2048
_NETWORKS = {
    "linkedin.com": "LinkedIn",
    "facebook.com": "Facebook",
    "instagram.com": "Instagram",
    "x.com": "X",
    "twitter.com": "X",
    "youtube.com": "YouTube",
    "tiktok.com": "TikTok",
    "xing.com": "Xing",
    "bsky.app": "Bluesky",
    "mastodon.social": "Mastodon",
    "threads.net": "Threads",
    "pinterest.com": "Pinterest",
    "github.com": "GitHub",
    "vimeo.com": "Vimeo",
}
_WRAPPING = " \t\r\n<>\"'“”,;"


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A web address that a browser can open; `text` has its scheme."""

    text: str

    @property
    def host(self) -> str:
        """The host alone, without "www."; what two addresses of one company share."""
        host = self.text.split("://", 1)[1].split("/", 1)[0].rsplit("@", 1)[-1].casefold()
        return host.removeprefix("www.")

    @property
    def network(self) -> str:
        """The social network that it is a page of, like LinkedIn; empty for any other site."""
        return _NETWORKS.get(".".join(self.host.rsplit(".", 2)[-2:]), "")


@lru_cache(maxsize=16384)
def parse(text: str) -> WebAddress:
    """Return the address exactly as written, with https:// before it where no scheme is given."""
    full = text if _SCHEME.match(text) else f"https://{text}"
    if len(full) > _LONGEST:
        message = gettext(
            "This web address is longer than {longest} characters. Leave out what follows the question mark."
        ).format(longest=_LONGEST)
        raise FormatError(message)
    if not full.lower().startswith(("http://", "https://")):
        message = gettext("A web address starts with https:// or http://.")
        raise FormatError(message)
    try:
        _check(full)
    except ValidationError:
        message = gettext(
            "“{text}” is not a web address. Write it like www.example.com or https://example.com/page."
        ).format(text=text[:80])
        raise FormatError(message) from None
    scheme, rest = full.split("://", 1)
    return WebAddress(f"{scheme.lower()}://{rest}")


def mend(text: str) -> WebAddress:
    """Return the address in pasted text: spaces, quotes and brackets around it are taken away."""
    bare = text.strip(_WRAPPING)
    return parse(
        re.sub(r"^(https?):/*", r"\1://", bare, flags=re.IGNORECASE)
        if bare[:4].lower() == "http"
        else bare
    )
