"""What a demo organisation is made of: plain frozen records, no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Member:
    """A person who works at the organisation; `key` is what everything else refers to."""

    key: str
    given: str
    family: str
    email: str
    role: str
    job_title: str
    hue: int

    @property
    def name(self) -> str:
        """Given and family name, as shown."""
        return f"{self.given} {self.family}"


@dataclass(frozen=True, slots=True)
class Team:
    """Members who look after clients together."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """A step a client can be at; tone is one of neutral, info, good, warn, bad."""

    name: str
    tone: str
    order: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A word to sort clients by; hue 1 to 10."""

    name: str
    hue: int


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the organisation's own; kind is one of the types of fields, unit stands behind a number."""

    key: str
    label: str
    kind: str
    choices: tuple[str, ...] = ()
    section: str = ""
    unit: str = ""
    help: str = ""
    subject: str = "client"
    min_role: str = "viewer"
    on_new: bool = False
    always: bool = True


@dataclass(frozen=True, slots=True)
class Point:
    """A way to reach somebody; kind is email, phone or link. `bad` marks a deliberate defect."""

    kind: str
    value: str
    label: str
    preferred: bool = False
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Location:
    """An address of a client; `bad` marks a deliberately malformed postcode."""

    kind: str
    label: str
    lines: tuple[str, ...]
    city: str
    region: str
    postcode: str
    country: str
    default: bool = False
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """A person who stands with a client."""

    given: str
    family: str
    job_title: str
    roles: tuple[str, ...]
    points: tuple[Point, ...]
    primary: bool = False
    channel: str = "email"


@dataclass(frozen=True, slots=True)
class Hold:
    """A stop on deliveries; `lifted` is None while it stands."""

    placed: dt.datetime
    by: str
    reason: str
    lifted: dt.datetime | None = None
    lifted_by: str | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A reason to be careful."""

    at: dt.datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """Internal text of one of the kinds of notes; `resolved` and what follows are of escalations."""

    at: dt.datetime
    author: str
    text: str
    kind: str = "general"
    pinned: bool = False
    remind_on: dt.date | None = None
    resolved: dt.datetime | None = None
    resolved_by: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A to-do; `done` is None while it is open."""

    title: str
    created: dt.datetime
    author: str
    assignee: str
    due: dt.date | None = None
    done: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the history.

    Kind and the keys of its particulars: created (source), status (before, after), field (field, before, after),
    contact (name), location (label), tag (tag), owner (before, after).
    """

    at: dt.datetime
    actor: str
    kind: str
    particulars: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Relation:
    """How this client stands to another; `parent` points up, `related`, `referral` and `partner` sideways."""

    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a client wants to be spoken to."""

    channel: str = "email"
    language: str = "en"
    hours: str = ""
    response: str = ""
    do_not_contact: bool = False


@dataclass(frozen=True, slots=True)
class Client:
    """Everything the demo knows of one client; `number` is unique in its organisation."""

    number: int
    kind: str
    name: str
    created: dt.datetime
    status: str
    owner: str
    legal_name: str = ""
    given: str = ""
    family: str = ""
    industry: str = ""
    registration: str = ""
    tax_id: str = ""
    website: str = ""
    language: str = "en"
    currency: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    team: tuple[tuple[str, str], ...] = ()
    points: tuple[Point, ...] = ()
    locations: tuple[Location, ...] = ()
    contacts: tuple[Contact, ...] = ()
    relations: tuple[Relation, ...] = ()
    holds: tuple[Hold, ...] = ()
    flag: Flag | None = None
    favourite_of: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    tasks: tuple[Task, ...] = ()
    activity: tuple[Happening, ...] = ()
    preferences: Preferences = field(default_factory=Preferences)
    custom: tuple[tuple[str, str], ...] = ()
    special: str = ""
    duplicate_of: int | None = None
    near_miss_of: int | None = None

    @property
    def last_activity(self) -> dt.datetime:
        """The moment of the newest note or history line, else of creation."""
        return max(
            (self.created, *(note.at for note in self.notes), *(line.at for line in self.activity))
        )


@dataclass(frozen=True, slots=True)
class World:
    """One demo organisation with all its clients, in the order of their numbers."""

    slug: str
    name: str
    currency: str
    timezone: str
    country: str
    tagline: str
    members: tuple[Member, ...]
    teams: tuple[Team, ...]
    statuses: tuple[Status, ...]
    tags: tuple[Tag, ...]
    location_types: tuple[str, ...]
    contact_roles: tuple[str, ...]
    fields: tuple[Field, ...]
    clients: tuple[Client, ...]
