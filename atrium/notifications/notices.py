"""What is told of the organisation itself: it is about no client, so it stands on no timeline.

DOMAIN_GONE = notice(Notice(code="sso.domain_gone", topic=SIGN_IN, sentence=…, url_name="sso-settings", …))
tell_notice(DOMAIN_GONE, owners, domain="acme.example")      # audience.py
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from atrium.foundation.registry import Registry
from atrium.notifications.topics import Topic


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something to know of the organisation. ``about`` heads it, ``sentence`` may use the particulars; it leads to ``url_name``."""

    code: str
    topic: Topic
    icon: str
    about: str
    sentence: str
    url_name: str

    def tell(self, particulars: dict[str, Any]) -> SafeString:
        """The sentence as safe HTML."""
        return format_html(self.sentence, **particulars)


NOTICES: Registry[Notice] = Registry()


def notice(told: Notice) -> Notice:
    """Make it known; a code that is taken raises ValueError."""
    NOTICES.add(told.code, told)
    return told
