"""What a browser is called by people."""

from __future__ import annotations

from django import template

from atrium.foundation.translation import gettext

register = template.Library()

# In this order: most browsers also name those they descend from.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
]
SYSTEMS = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
]
PHONES = ("iPhone", "Android")


@register.filter
def device(user_agent: str) -> str:
    """Read "Firefox on Linux" out of a User-Agent header; what is unknown is shown as it came, cut short."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return gettext("{browser} on {system}").format(browser=browser, system=system)
    return browser or system or user_agent[:60] or gettext("Unknown device")


@register.filter
def device_icon(user_agent: str) -> str:
    """The name of the icon of that device."""
    return "smartphone" if any(mark in user_agent for mark in PHONES) else "monitor"
