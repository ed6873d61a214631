"""The plain fields of a person that people edit in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from atrium.clients.reach.typed import languages


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
        PersonDetail(name="title", label="Title", icon="user", word="title"),
        PersonDetail(name="given_name", label="Given name", icon="user", word="given name"),
        PersonDetail(name="family_name", label="Family name", icon="user", word="family name"),
        PersonDetail(
            name="preferred_channel",
            label="Prefers",
            icon="message-circle",
            word="preferred channel",
        ),
        PersonDetail(
            name="language",
            label="Language",
            icon="languages",
            word="language",
            choices=languages,
        ),
        PersonDetail(name="timezone", label="Time zone", icon="clock", word="time zone"),
        PersonDetail(
            name="about",
            label="About",
            icon="text-align-start",
            word="something about them",
            wide=True,
        ),
    )
}
