"""What one row of a file says about one client, in canonical values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Problem:
    """One value that needs a person's eye; the raw text is kept in the row. A `warning` is kept as it is and may be right."""

    field: str
    reason: str
    warning: bool = False


class EmailValue(NamedTuple):
    """An address; `valid` is false where `address` is the raw text that could not be read."""

    address: str
    valid: bool = True
    label: str = ""


class PhoneValue(NamedTuple):
    """A number as written and as E.164, which is None where it could not be read; label: mobile, work, home, fax, main, other."""

    raw: str
    e164: str | None
    label: str = ""
    extension: str = ""


@dataclass(frozen=True, slots=True)
class AddressValue:
    """An address; country is ISO alpha-2 or empty; label: billing, mailing, shipping, service, home, work, other or empty."""

    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    label: str = ""
    coordinates: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says to a purpose (its id): whether they agreed, on which day, in which words of which column."""

    purpose: str
    given: bool
    on: date | None
    text: str
    header: str


@dataclass(slots=True)
class Row:
    """One client of a file. `failed` is a sentence where nothing in the row names a client, else empty.

    A company has `company` and may have a person (`given`, `family`, `title`, `job_title`) as its contact; an individual has the
    person alone. `extra` keeps every value without a place under its heading, so that nothing of the row is lost.
    """

    number: int
    kind: str = "individual"
    name: str = ""
    company: str = ""
    title: str = ""
    given: str = ""
    family: str = ""
    nickname: str = ""
    job_title: str = ""
    department: str = ""
    legal_name: str = ""
    external_id: str = ""
    emails: list[EmailValue] = field(default_factory=list)
    phones: list[PhoneValue] = field(default_factory=list)
    addresses: list[AddressValue] = field(default_factory=list)
    country: str = ""
    website: str = ""
    tax_id: str = ""
    registration: str = ""
    industry: str = ""
    notes: str = ""
    tags: list[str] = field(default_factory=list)
    status: str = ""
    owner: str = ""
    source: str = ""
    language: str = ""
    preferred_channel: str = ""
    no_contact: dict[str, str] = field(default_factory=dict)
    account: dict[str, str] = field(default_factory=dict)
    consents: Sequence[Said] = ()
    since: date | None = None
    birthday: date | None = None
    extra: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    failed: str = ""

    @property
    def person(self) -> str:
        """The person's name in the order it is written: given, family."""
        return f"{self.given} {self.family}".strip()
