"""A language in which every translated message stands in «brackets», so that what nobody marked stands out.

``write()`` compiles it; the page is drawn in it like in any other language; ``bare()`` gives what a page shows
outside of brackets and is no data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, override
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import available_timezones

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django import conf
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import translation

from atrium.foundation.naming import countries_called, languages_called

# Babel knows how it writes days, Django has no words of its own in it.
LANGUAGE = "zu"
_MARKS = re.compile(r"(\{[^{}]*\}|</?\w+/?>|&#?\w+;|%\([^)]*\)s|\|)")
_BRACKETED = re.compile("«[^»]*»")
_WORD = re.compile(r"[^\W\d_]")
_PIECES = re.compile(
    r"[^\w'\u2019&@.+/-]+(?:\s|$)|[()“”\"„|·•…–—→↗\u00d7:;,?!]|\s[-/+](?=\s|\d)|\n"
)
# What is the same in every language: names of files and addresses, codes, numbers with their units.
_SAME = re.compile(r"\S*[@/\\_\d.]\S*|[A-Z]{1,4}|[kMG]?B|px|min|km|h|.")
# Names that others gave their programs, and that programs gave their ways of speaking.
_NAMES = "DATEV Xero QuickBooks STARTTLS Mailgun Postmark".split()
# What is typed there, drawn or read by machines.
_SHUT = frozenset("script style code kbd pre samp template textarea".split())
_EMPTY = frozenset("area base br col embed hr img input link meta source track wbr".split())
_SHOWN = ("title", "aria-label", "aria-description", "placeholder", "alt", "data-hx-confirm")
_LONG = 3


def write(folder: Path, template: Path) -> None:
    """Compile it from the template of catalogs, below ``folder``, with what others translate of their own."""
    catalog = Catalog(locale=LANGUAGE)
    for path in (template, *_of_others()):
        with path.open("rb") as file:
            messages = read_po(file)
        for message in messages:
            if said := message.id:
                words = bracketed(said) if isinstance(said, str) else tuple(map(bracketed, said))
                catalog.add(said, words, context=message.context)
    compiled = folder / LANGUAGE / "LC_MESSAGES" / "django.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as file:
        write_mo(file, catalog)


def bracketed(message: str) -> str:
    """The message with what it says in brackets, and what it is filled with outside of them."""
    return "".join(
        f"«{part}»" if _WORD.search(part) and not _MARKS.fullmatch(part) else part
        for part in _MARKS.split(message)
    )


def _of_others() -> Iterator[Path]:
    """The German catalogs of Django and its apps, for the messages that they name."""
    ours = Path(settings.BASE_DIR) / "atrium"
    folders = [Path(conf.__file__).parent, *(Path(app.path) for app in apps.get_app_configs())]
    for folder in folders:
        path = folder / "locale" / "de" / "LC_MESSAGES" / "django.po"
        if path.exists() and not folder.is_relative_to(ours):
            yield path


class _Page(HTMLParser):
    """Gathers the texts that somebody sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self._within: list[tuple[str, bool]] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        for name in _SHOWN:
            if name in told and not self._is_shut:
                self.texts += [(f"{tag} {name}", part) for part in told[name].split("|")]
        if tag == "input" and told.get("type") in {"submit", "button", "reset"}:
            self.texts.append((f"{tag} value", told.get("value", "")))
        if tag not in _EMPTY:
            typed = "rich" in told.get("class", "").split() or (tag != "html" and "lang" in told)
            # Signs of names: the name stands beside them.
            typed = typed or "avatar" in told.get("class", "").split()
            shut = tag in _SHUT or typed or told.get("translate") == "no" or "hidden" in told
            self._within.append((tag, shut or self._is_shut))

    @override
    def handle_endtag(self, tag: str) -> None:
        while self._within:
            if self._within.pop()[0] == tag:
                return

    @override
    def handle_data(self, data: str) -> None:
        if not self._is_shut:
            self.texts.append((self._within[-1][0] if self._within else "", data))

    @property
    def _is_shut(self) -> bool:
        return bool(self._within and self._within[-1][1])


class Data:
    """What stands in the database, in the language of whoever wrote it, and words that no message says."""

    def __init__(self, addresses: Iterable[str] = ()) -> None:
        # What the addresses ask for stands on their pages.
        names = [words for each in addresses for _, words in parse_qsl(urlsplit(each).query)]
        names += [name for _, name in settings.LANGUAGES]
        # Zones by their cities; countries and languages are named in English everywhere.
        zones = [zone.replace("_", " ") for zone in available_timezones()]
        names += [*_NAMES, *zones, *(zone.rpartition("/")[2] for zone in zones)]
        with translation.override(LANGUAGE):
            names += [name for _, name in (*countries_called(), *languages_called())]
        self._whole = {plain(name) for name in names} | _of_days()
        long: set[str] = set()
        for model in apps.get_models():
            for text in _texts(model):
                lines = {plain(line) for line in (text, *_PIECES.split(text))}
                self._whole |= lines
                if len(text.split()) >= _LONG:
                    long.add(plain(text))
        self._long = "\n".join(long)
        self._known: dict[str, bool] = {}

    def has(self, piece: str) -> bool:
        """Whether the piece is a value, or a part of a longer one."""
        # The same frame stands round every page.
        if piece not in self._known:
            self._known[piece] = self._has(piece)
        return self._known[piece]

    def _has(self, piece: str) -> bool:
        words = plain(piece).strip(".-'\u2019& ")
        if not _WORD.search(words) or words in self._whole:
            return True
        return len(words.split()) >= _LONG and words in self._long


def plain(text: str) -> str:
    """The text as it is compared."""
    return " ".join(re.sub(r"<[^>]*>", " ", text).casefold().split())


def bare(html: str, data: Data) -> Iterator[str]:
    """What stands outside of brackets and is no data, with where it stands."""
    page = _Page()
    page.feed(html)
    for where, text in page.texts:
        if data.has(text):
            continue
        for rest in _BRACKETED.split(text):
            left = [piece for piece in _PIECES.split(rest) if not data.has(piece)]
            words = [word for piece in left for word in piece.split()]
            if any(not _SAME.fullmatch(word) and not data.has(word) for word in words):
                yield f"<{where}> {' | '.join(left).strip()[:80]}"


def _texts(model: type[models.Model]) -> Iterator[str]:
    kinds = (models.CharField, models.TextField, models.JSONField)
    names = [
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not field.choices
    ]
    rows: Any = model._base_manager.values_list(*names).distinct() if names else ()
    for row in rows:
        for value in row:
            yield from _strings(value)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _each(value.values())
    elif isinstance(value, list):
        yield from _each(value)


def _each(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        yield from _strings(value)


def _of_days() -> set[str]:
    """Names of months and days, as Babel writes them."""
    locale: Any = Locale.parse(LANGUAGE)
    forms = [locale.months, locale.days, locale.day_periods]
    return {
        plain(str(name))
        for each in forms
        for context in each.values()
        for width in context.values()
        for name in (width.values() if hasattr(width, "values") else [width])
    }
