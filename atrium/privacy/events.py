"""What the timeline tells of the rights of people: that it was done, without saying to whom."""

from dataclasses import dataclass

from atrium.timeline.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class PersonExported(Kind):
    code = "person.exported"
    sentence = "{actor} exported everything about {what}"
    icon = "user-round"

    what: str


@dataclass(frozen=True, kw_only=True)
class PersonErased(Kind):
    code = "person.erased"
    sentence = "{actor} erased the personal data of {what}"
    icon = "eraser"

    what: str
