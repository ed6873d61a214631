"""How words are marked for translation: gettext by the names Django gives it.

``gettext`` says a text in the language of who reads it now, so it is called when something is drawn.
``gettext_lazy`` is for what is written down before anybody reads, at the level of a module or a class: it
becomes text when it is drawn. It is typed as the text that it becomes; where a real ``str`` is needed (JSON,
a parameter of SQL, ``join``), say ``str()`` of it. What holds names or counts is marked whole and filled in
afterwards: ``gettext("{name} is on hold").format(name=name)``, never marked after filling in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.utils import translation
from django.utils.functional import Promise

if TYPE_CHECKING:
    from collections.abc import Callable

gettext = translation.gettext
ngettext = translation.ngettext
pgettext = translation.pgettext
gettext_lazy = cast("Callable[[str], str]", translation.gettext_lazy)
pgettext_lazy = cast("Callable[[str, str], str]", translation.pgettext_lazy)

__all__ = ["as_text", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy"]


def as_text(value: Any) -> str:
    """A lazy text as a real one, for what writes JSON and knows only plain values."""
    if isinstance(value, Promise):
        return str(value)
    msg = f"{type(value).__name__} has no place in JSON"
    raise TypeError(msg)
