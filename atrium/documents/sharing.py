"""What can be shared by a link, and what such a link shows. Apps above add theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from atrium.foundation.registry import Registry


@dataclass(frozen=True)
class Shown:
    """One file that a link shows: ``file`` is a File, ``beside`` is said under its name."""

    file: Any
    beside: str = ""


@dataclass(frozen=True, kw_only=True)
class Shareable:
    """A model whose rows can be shared: ``files`` answers what of a row is shown, ``refuse`` says no.

    ``template`` is drawn below the files of a link, for what more can be done there. ``refuse`` is
    asked when a link is given and whenever it is opened; it raises Refusal.
    """

    noun: str
    files: Callable[[Any], list[Shown]]
    refuse: Callable[[Any], None]
    template: str = ""


SHAREABLES: Registry[Shareable] = Registry()


def shareable(model: str, item: Shareable) -> None:
    """Let rows of this model ("app.model") be shared. They have a client and a text of their own."""
    SHAREABLES.add(model, item)


type Ask = Callable[[models.Model], None]
_ASKED: list[Ask] = []


def asked_before_sharing(ask: Ask) -> Ask:
    """Ask the function before a link to a thing is given and whenever one is opened; it may refuse."""
    _ASKED.append(ask)
    return ask


def refuse_sharing(thing: models.Model) -> None:
    """Whatever an app above has against a link to this thing."""
    for ask in _ASKED:
        ask(thing)


def subject_of(model: str, key: int) -> models.Model | None:
    """The row that a link opens; None where it is gone."""
    found: models.Model | None = (
        apps.get_model(model)
        ._base_manager.filter(pk=key)
        .select_related("client__organisation")
        .first()
    )
    return found
