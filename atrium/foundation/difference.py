"""What differs between two texts, word by word."""

from __future__ import annotations

import difflib
import re


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """What makes ``after`` of ``before``, word by word: pairs of "=", "-" or "+" and the words."""
    old, new = (re.findall(r"\s+|\S+", text) for text in (before, after))
    found = []
    for what, i1, i2, j1, j2 in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if what == "equal":
            found.append(("=", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            found.append(("-", "".join(old[i1:i2])))
        if j2 > j1:
            found.append(("+", "".join(new[j1:j2])))
    return found
