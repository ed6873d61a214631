"""The plain fields of a person that people edit in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from atrium.clients.reach.typed import languages
from atrium.foundation.translation import gettext_lazy


@dataclass(frozen=True, kw_only=True)
class PersonDetail:
    """One field: ``word`` is what it is called in "Add …", ``wide`` wants several lines; ``choices`` as of Detail."""

    name: str
    label: str
    icon: str
    word: str
    wide: bool = False
    input: str = "text"
    choices: Callable[[], list[tuple[str, str]]] | None = None


PERSON_DETAILS = {
    detail.name: detail
    for detail in (
        PersonDetail(
            name="title", label=gettext_lazy("Title"), icon="user", word=gettext_lazy("title")
        ),
        PersonDetail(
            name="given_name",
            label=gettext_lazy("Given name"),
            icon="user",
            word=gettext_lazy("given name"),
        ),
        PersonDetail(
            name="family_name",
            label=gettext_lazy("Family name"),
            icon="user",
            word=gettext_lazy("family name"),
        ),
        PersonDetail(
            name="preferred_channel",
            label=gettext_lazy("Prefers"),
            icon="message-circle",
            word=gettext_lazy("preferred channel"),
        ),
        PersonDetail(
            name="language",
            label=gettext_lazy("Language"),
            icon="languages",
            word=gettext_lazy("language"),
            choices=languages,
        ),
        PersonDetail(
            name="timezone",
            label=gettext_lazy("Time zone"),
            icon="clock",
            word=gettext_lazy("time zone"),
        ),
        PersonDetail(
            name="about",
            label=gettext_lazy("About"),
            icon="text-align-start",
            word=gettext_lazy("something about them"),
            wide=True,
        ),
    )
}
