"""The plain fields of a person that people edit in place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PersonDetail:
    """One field: ``wide`` wants several lines."""

    name: str
    label: str
    icon: str
    wide: bool = False
    input: str = "text"

    @property
    def word(self) -> str:
        """The label inside a sentence."""
        return self.label[:1].lower() + self.label[1:]


PERSON_DETAILS = {
    detail.name: detail
    for detail in (
        PersonDetail(name="title", label="Title", icon="user"),
        PersonDetail(name="given_name", label="Given name", icon="user"),
        PersonDetail(name="family_name", label="Family name", icon="user"),
        PersonDetail(name="preferred_channel", label="Prefers", icon="message-circle"),
        PersonDetail(name="language", label="Language", icon="languages"),
        PersonDetail(name="about", label="About", icon="text-align-start", wide=True),
    )
}
