"""Finding a setting by what it is called, what its line of help says, or what else people call it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from atrium.foundation.formats.names import fold
from atrium.organisations.settings_pages import SettingsLink, pages_for

if TYPE_CHECKING:
    from atrium.organisations.models import Member

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, kw_only=True)
class FoundSetting:
    """A page of the settings, or a single setting on one: then ``page`` says on which."""

    label: str
    text: str
    icon: str
    url: str
    page: str = ""


def find_settings(member: Member, query: str) -> list[FoundSetting]:
    """What begins with each of the words, those named so first; all pages where nothing is asked.

    What the member may not open is not found.
    """
    typed, links = _words(query), pages_for(member)
    if not typed:
        return [_page(link) for link in links]
    found: list[tuple[int, FoundSetting]] = []
    for link in links:
        for setting, words in _settings(link):
            if _begin(typed, _words(f"{setting.label} {setting.text} {words}")):
                found.append((_rank(typed, _words(setting.label)), setting))
    return [setting for _, setting in sorted(found, key=lambda pair: pair[0])]


def _settings(link: SettingsLink) -> Iterator[tuple[FoundSetting, str]]:
    """The page and each setting on it, with the words that each is also found by."""
    yield _page(link), f"{link.page.words} settings"
    for form in link.page.forms:
        for name, field in form.base_fields.items():
            if field.label:
                yield (
                    FoundSetting(
                        label=str(field.label),
                        text=str(field.help_text),
                        icon=link.icon,
                        url=f"{link.url}#id_{name}",
                        page=link.label,
                    ),
                    f"{link.label} {link.page.also.get(name, '')}",
                )


def _page(link: SettingsLink) -> FoundSetting:
    return FoundSetting(label=link.label, text=link.page.text, icon=link.icon, url=link.url)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def _rank(typed: list[str], label: list[str]) -> int:
    """What is called exactly so stands first, then what begins so, has the words, is found otherwise."""
    if typed == label:
        return 0
    if " ".join(label).startswith(" ".join(typed)):
        return 1
    return 2 if _begin(typed, label) else 3


def _begin(typed: list[str], known: list[str]) -> bool:
    return all(any(word.startswith(part) for word in known) for part in typed)
