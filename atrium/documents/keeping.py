"""Folders that something else keeps, such as a project: what it is called, and how it takes a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from atrium.foundation.errors import Refusal
from atrium.foundation.numbers import fits
from atrium.foundation.registry import Registry
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.documents.models.content import Content
    from atrium.documents.models.file import File
    from atrium.organisations.models import Member

type Takes = Callable[[int, Content, str, Member], File]


@dataclass(frozen=True)
class Keeps:
    """What rows of a model do for their folders, each asked with the key of the row."""

    named: Callable[[int], str]
    takes: Takes


# By the model of the keeper ("app.model").
KEEPERS: Registry[Keeps] = Registry()


def keeps_folders(model: str, named: Callable[[int], str], takes: Takes) -> None:
    """Let rows of this model ("app.model") keep folders.

    ``named`` says what people call the row; ``takes`` puts content of this name into its folder,
    for this member, and refuses where they may not.
    """
    KEEPERS.add(model, Keeps(named, takes))


def keeper_words(keeper: str) -> str:
    """What people call the keeper "projects.project:12"."""
    model, _, key = keeper.partition(":")
    keeps = KEEPERS.get(model)
    if keeps is not None and fits(key):
        return keeps.named(int(key))
    return f"a {model.rpartition('.')[2] or 'part of Atrium'}"


def take_for(keeper: str, content: Content, name: str, by: Member) -> File:
    """The file that the keeper makes of the content; refused where it takes none."""
    model, _, key = keeper.partition(":")
    keeps = KEEPERS.get(model)
    if keeps is None or not fits(key):
        msg = gettext("What this file was meant for is gone.")
        raise Refusal(msg)
    return keeps.takes(int(key), content, name, by)
