"""Which column is what: suggested from headings and contents, saved as JSON, applied to other files of the kind."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from atrium.foundation.reading import dates
from atrium.foundation.reading.unreadable import Unreadable
from atrium.foundation.translation import gettext
from atrium.imports.reading.account_words import ACCOUNT_WORDS
from atrium.imports.reading.contents import looks_like, mostly
from atrium.imports.reading.heading_words import WORDS
from atrium.imports.reading.headings import ADDRESS_PARTS, Heading, heading_of
from atrium.imports.reading.person import is_title
from atrium.imports.reading.table import Table

EXTRA, IGNORE = "", "ignore"
# A field of the organisation's own, by its key behind this.
FIELD = "field:"
# What was agreed to for a purpose, by its id behind this, and on which day.
CONSENT, CONSENT_ON = "consent:", "consent_on:"
_NAMING = (FIELD, CONSENT, CONSENT_ON)
TARGETS: tuple[str, ...] = (*WORDS, *ACCOUNT_WORDS, IGNORE)
_MANY = ADDRESS_PARTS | {"email", "email_label", "phone", "phone_label", "notes", "tags", "website"}
_KINDS = frozenset(
    "company business organisation organization firma individual person private privat b2b b2c entreprise particulier empresa".split()
)
_PACKED_FROM = 0.3


@dataclass(frozen=True, slots=True)
class Column:
    """What one column is: a target of TARGETS, a field ("field:fee"), or empty to keep it under its own heading.

    `label` is "mobile", "billing" and the like; `group` keeps columns of one address or e-mail together; `line` orders street
    lines; `form` is "dmy" or "mdy" for dates and "packed" for names with the company in the same cell.
    """

    header: str
    target: str = EXTRA
    label: str = ""
    group: int = 0
    line: int = 0
    form: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """The columns of a file in their order, each with its place."""

    source: str
    columns: tuple[Column, ...]

    def as_json(self) -> str:
        """Return the mapping as text that `from_json` reads."""
        return json.dumps(
            {"source": self.source, "columns": [asdict(column) for column in self.columns]},
            ensure_ascii=False,
            indent=1,
        )

    @classmethod
    def from_json(cls, text: str, known: Sequence[str] = TARGETS) -> "Mapping":
        """Read a saved mapping into the ``known`` places. Raises Unreadable with what is wrong in it."""
        try:
            data = json.loads(text)
            columns = tuple(
                replace(
                    column,
                    header=str(column.header),
                    group=int(column.group),
                    line=int(column.line),
                    label=str(column.label),
                )
                for column in (Column(**entry) for entry in data["columns"])
            )
            source = str(data.get("source", ""))
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Unreadable(
                gettext(
                    'This mapping cannot be read. It is JSON like {"columns": [{"header": "Mail", "target": "email"}]}.'
                )
            ) from None
        for column in columns:
            naming = column.target.startswith(_NAMING) and known is TARGETS
            if column.target != EXTRA and column.target not in known and not naming:
                places = ", ".join(known)
                message = gettext(
                    "The mapping sends “{header}” to “{target}”, which is no place. Use one of: "
                    "{places}."
                ).format(header=column.header, target=column.target, places=places)
                raise Unreadable(message)
        return cls(source, columns)

    def fitted(self, columns: Sequence[str]) -> "Mapping":
        """Return the mapping for a table with these columns, found by heading; columns it does not name are kept as they are."""
        named = {column.header.casefold(): column for column in self.columns}
        return Mapping(
            self.source,
            tuple(
                replace(named.get(header.casefold(), Column(header)), header=header)
                for header in columns
            ),
        )

    def of(self, target: str) -> list[Column]:
        """Return the columns sent to a target."""
        return [column for column in self.columns if column.target == target]


def suggest(table: Table) -> Mapping:
    """Suggest a place for every column of the table."""
    values = [
        [row[place] for row in table.sample if row[place].strip()]
        for place in range(len(table.columns))
    ]
    headed = table.header_row is not None
    found = [heading_of(header) if headed else None for header in _plain(table.columns)]
    told = {heading.target for heading in found if heading}
    for place, heading in enumerate(found):
        guess = None if heading else looks_like(values[place], headed=headed)
        found[place] = guess if guess and guess.target not in told else heading
    found = _one_each([_by_contents(heading, values[place]) for place, heading in enumerate(found)])
    found = _addresses(_names(found, values))
    columns = [
        Column(header, heading.target, heading.label, heading.group, heading.line)
        if heading
        else Column(header)
        for header, heading in zip(table.columns, found, strict=True)
    ]
    return Mapping(
        table.source,
        tuple(_formed(column, values[place], table.source) for place, column in enumerate(columns)),
    )


def _plain(columns: Sequence[str]) -> list[str]:
    return [
        column[: column.rindex(" (")]
        if column.endswith(")") and column[-2:-1].isdigit() and " (" in column
        else column
        for column in columns
    ]


def _by_contents(heading: Heading | None, values: list[str]) -> Heading | None:
    """Let the contents decide where a heading has two meanings."""
    if heading is None:
        return None
    if heading.target == "title" and values and not mostly(values, is_title):
        return replace(heading, target="job_title", rank=99)
    if heading.target == "kind" and not mostly(values, lambda value: value.casefold() in _KINDS):
        return None
    return heading


def _one_each(found: list[Heading | None]) -> list[Heading | None]:
    """Keep the best heading for places that hold one value; the others stay under their own headings."""
    best: dict[str, tuple[int, int]] = {}
    for place, heading in enumerate(found):
        if heading and heading.target not in _MANY:
            best[heading.target] = min(
                best.get(heading.target, (heading.rank, place)), (heading.rank, place)
            )
    return [
        heading
        if heading and (heading.target in _MANY or best[heading.target][1] == place)
        else None
        for place, heading in enumerate(found)
    ]


def _names(found: list[Heading | None], values: list[list[str]]) -> list[Heading | None]:
    """Settle what "Name", "Contact" and "Nom" mean beside the other columns."""
    targets = {heading.target for heading in found if heading}

    def become(target: str, other: str) -> None:
        for place, heading in enumerate(found):
            if heading and heading.target == target:
                found[place] = replace(heading, target=other)
                targets.discard(target)
                targets.add(other)

    if "family" in targets and not targets & {"given", "name", "full_name"}:
        become("family", "name")
    if "given" in targets and not targets & {"family", "name", "full_name"}:
        become("given", "full_name" if "company" in targets else "name")
    if "contact" in targets and not targets & {"name", "company", "full_name"}:
        become("contact", "name")
    if (
        "name" in targets
        and "company" in targets
        and not targets & {"contact", "full_name", "given"}
    ):
        become("name", "full_name")
    if (
        "company" not in targets
        and "name" not in targets
        and "given" not in targets
        and "full_name" not in targets
        and "legal_name" in targets
    ):
        become("legal_name", "name")
    return [
        None
        if heading
        and heading.target == "name"
        and not values[place]
        and targets & {"given", "company"}
        else heading
        for place, heading in enumerate(found)
    ]


def _addresses(found: list[Heading | None]) -> list[Heading | None]:
    """A column "Address" beside "City" is the street; beside a street it repeats what the parts say."""
    cities = {
        _slot(heading)
        for heading in found
        if heading
        and heading.target in {"city", "postcode", "postcode_city", "city_region_postcode"}
    }
    streets = {
        _slot(heading)
        for heading in found
        if heading and heading.target == "street" and heading.line < 2
    }
    settled: list[Heading | None] = []
    for heading in found:
        if heading and heading.target == "address" and _slot(heading) in streets:
            settled.append(replace(heading, target=IGNORE))
        elif heading and heading.target == "address" and _slot(heading) in cities:
            settled.append(replace(heading, target="street"))
        else:
            settled.append(heading)
    return settled


def _slot(heading: Heading) -> tuple[str, int]:
    return heading.label, heading.group


def _formed(column: Column, values: list[str], source: str) -> Column:
    if column.target in {"since", "birthday"}:
        return replace(
            column,
            form=dates.order_of(values) or (dates.MONTH_FIRST if source == "Outlook" else ""),
        )
    if column.target in {"name", "full_name"} and values:
        packed = sum(" - " in value or " – " in value for value in values)
        return replace(column, form="packed" if packed >= len(values) * _PACKED_FROM else "")
    return column
