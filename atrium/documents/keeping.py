"""Folders that something else keeps, such as a project: it says what it is called."""

from __future__ import annotations

from collections.abc import Callable

from atrium.foundation.numbers import fits
from atrium.foundation.registry import Registry

# By the model of the keeper ("app.model"): its words for the row with this key.
KEEPERS: Registry[Callable[[int], str]] = Registry()


def keeps_folders(model: str, named: Callable[[int], str]) -> None:
    """Let rows of this model ("app.model") keep folders; ``named`` says of a key what people call it."""
    KEEPERS.add(model, named)


def keeper_words(keeper: str) -> str:
    """What people call the keeper "projects.project:12"."""
    model, _, key = keeper.partition(":")
    named = KEEPERS.get(model)
    if named is not None and fits(key):
        return named(int(key))
    return f"a {model.rpartition('.')[2] or 'part of Atrium'}"
