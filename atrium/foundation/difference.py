"""What differs between two texts, word by word."""

from __future__ import annotations

import difflib
import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from atrium.foundation.translation import gettext

LONG = 60
# Comparing costs the square of the words; beyond this the new text alone is told, from its beginning.
LONGEST = 2_000
AROUND = 4
_TAGS = {"-": "del", "+": "ins"}


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """What makes ``after`` of ``before``, word by word: pairs of "=", "-" or "+" and the words."""
    old, new = (re.findall(r"\s+|\S+", text) for text in (before, after))
    return _parts(old, new, "")


def _parts(old: list[str], new: list[str], between: str) -> list[tuple[str, str]]:
    found = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            found.append(("=", between.join(old[i1:i2])))
            continue
        if i2 > i1:
            found.append(("-", between.join(old[i1:i2])))
        if j2 > j1:
            found.append(("+", between.join(new[j1:j2])))
    return found


def told(name: object, before: str, after: str) -> SafeString:
    """That ``name`` was changed, in words: set, cleared, or from what to what.

    Of two long texts only what differs is told, each place with a few words around it.
    """
    if not before:
        return format_html(gettext("set {name} to <b>{after}</b>"), name=name, after=after)
    if not after:
        return format_html(
            gettext("cleared {name}, which was <b>{before}</b>"), name=name, before=before
        )
    if min(len(before), len(after)) < LONG:
        return format_html(
            gettext("changed {name} from <b>{before}</b> to <b>{after}</b>"),
            name=name,
            before=before,
            after=after,
        )
    if max(len(before), len(after)) > LONGEST:
        return format_html(
            gettext("changed {name} to <b>{after}…</b>"), name=name, after=after[: 4 * LONG]
        )
    parts = _parts(before.split(), after.split(), " ")
    last = len(parts) - 1
    pieces = (
        (_around(words, first=n == 0, last=n == last),)
        if what == "="
        else (format_html("<{0}>{1}</{0}>", _TAGS[what], words),)
        for n, (what, words) in enumerate(parts)
    )
    return format_html(
        gettext("changed {name}: {parts}"), name=name, parts=format_html_join(" ", "{}", pieces)
    )


def _around(text: str, *, first: bool, last: bool) -> str:
    """What stays the same, shortened to the words next to what changed."""
    words = text.split()
    head = [] if first else words[:AROUND]
    tail = [] if last else words[max(len(head), len(words) - AROUND) :]
    if len(head) + len(tail) == len(words):
        return " ".join(words)
    return " ".join([*head, "…", *tail])
