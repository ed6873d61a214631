"""How words are marked for translation: gettext by the names Django gives it.

``gettext`` says a text in the language of who reads it now, so it is called when something is drawn.
``gettext_lazy`` is for what is written down before anybody reads, at the level of a module or a class: it
becomes text when it is drawn. It is typed as the text that it becomes; where a real ``str`` is needed (JSON,
a parameter of SQL, ``join``), say ``str()`` of it. What holds names or counts is marked whole and filled in
afterwards: ``gettext("{name} is on hold").format(name=name)``, never marked after filling in. What comes of it
is a text that still knows its message and its parts (said.py), so that it can be kept and read in any language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, cast

from django.utils import translation
from django.utils.functional import Promise, lazy

from atrium.foundation.said import Message, Said

_SAID: defaultdict[str | None, dict[str, str]] = defaultdict(dict)


def gettext(message: str) -> str:
    """The message in the active language.

    Django's own asks each catalog behind the language in turn, which took 4 ms of a client page that
    says 750 words. What is marked is written in the source, so what is kept here has an end.
    """
    said = _SAID[translation.get_language()]
    text = said.get(message)
    if text is None:
        text = said[message] = Said(translation.gettext(message), Message(message))
    return text


def ngettext(one: str, many: str, number: float) -> str:
    """The message for this number, in the active language."""
    text = translation.ngettext(one, many, number)
    return Said(text, Message(one, many, number))


def pgettext(context: str, message: str) -> str:
    """The message as it is meant in this context, in the active language."""
    text = translation.pgettext(context, message)
    return Said(text, Message(message, context=context))


gettext_lazy = cast("Callable[[str], str]", lazy(gettext, Said))
pgettext_lazy = cast("Callable[[str, str], str]", lazy(pgettext, Said))

__all__ = ["as_text", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy"]


def as_text(value: Any) -> str:
    """A lazy text as a real one, for what writes JSON and knows only plain values."""
    if isinstance(value, Promise):
        return str(value)
    msg = f"{type(value).__name__} has no place in JSON"
    raise TypeError(msg)
