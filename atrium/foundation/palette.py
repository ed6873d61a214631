"""The commands of the palette; each app adds its own in its navigation.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from atrium.foundation.registry import Registry
from atrium.foundation.translation import gettext_lazy


@dataclass(frozen=True, kw_only=True)
class PaletteAction:
    """A command. ``url_name`` is opened, or ``run`` is run in the page: "theme", "keys" or a selector.

    ``words`` are what else people may type for it.
    """

    label: str
    icon: str
    order: int
    url_name: str = ""
    run: str = ""
    hint: str = ""
    needs: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class PaletteItem:
    """One line of the palette as this member sees it; without ``url`` and ``run`` it only tells."""

    icon: str
    title: str
    sub: str = ""
    url: str = ""
    run: str = ""


@dataclass(frozen=True, kw_only=True)
class PaletteGroup:
    """Lines under a heading. Not a dict: a template would take its ``items`` for the method."""

    label: str
    items: list[PaletteItem]


ACTIONS: Registry[PaletteAction] = Registry()


def palette_action(**options: Any) -> None:
    """Put a command into the palette; its label names it once."""
    ACTIONS.add(options["label"], PaletteAction(**options))


type Find = Callable[[Any, str], list[PaletteItem]]
FINDERS: Registry[tuple[str, Find]] = Registry()


def palette_finds(label: str) -> Callable[[Find], Find]:
    """Offer what the function finds for a member and what they typed, under this heading."""

    def register(find: Find) -> Find:
        FINDERS.add(label, (label, find))
        return find

    return register


palette_action(
    label=gettext_lazy("Switch theme"), icon="sun-moon", run="theme", order=80, words="dark light"
)
palette_action(
    label=gettext_lazy("Keyboard shortcuts"),
    icon="keyboard",
    run="keys",
    hint="?",
    order=90,
    words="help keys",
)
