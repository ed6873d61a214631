"""From the cells of a row to a `Row`: the mapping applied, values in canonical form, problems beside them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from atrium.clients import industries
from atrium.clients.reach import typed
from atrium.clients.reach.words import channel_of
from atrium.foundation.formats import FormatError, language, web
from atrium.foundation.formats import country as countries
from atrium.foundation.formats.names import fold
from atrium.foundation.reading import dates
from atrium.foundation.translation import gettext, gettext_lazy
from atrium.imports.reading.account_words import ACCOUNT
from atrium.imports.reading.called import name_the_client
from atrium.imports.reading.consent import ConsentPlan, add_consents, consent_plans
from atrium.imports.reading.mapping import EXTRA, FIELD, IGNORE, Column, Mapping
from atrium.imports.reading.reach import add_emails, add_phones, label_of
from atrium.imports.reading.row import Problem, Row
from atrium.imports.reading.table import Table
from atrium.imports.reading.values import clean, is_nothing, several
from atrium.imports.reading.whereabouts import AddressPlan, add_addresses, address_plans

_NO_DATE = gettext_lazy("“{text}” is not a date. Write it like 2026-11-21.")
_PLAIN = frozenset(
    "nickname job_title department legal_name external_id registration status owner source".split()
)
_BEHIND = frozenset({"fax", "pager"})
_MAJORITY = 0.5


def read_rows(table: Table, mapping: Mapping, default_country: str = "") -> Iterator[Row]:
    """Yield one `Row` per row of the table, in order.

    Phones and postcodes are read with the country of the row, else the one most rows of the file name, else `default_country`
    (ISO alpha-2).
    """
    fitted = mapping.fitted(table.columns)
    country = _usual_country(table, fitted) or default_country.upper()
    consents = consent_plans(fitted, table.sample, dates.usual_order(country))
    reader = _Reader(fitted, country, consents)
    for number, cells in table.rows():
        yield reader.read(number, cells)


class _Reader:
    """The mapping turned into lists of places once, so that each row only walks through them."""

    def __init__(self, mapping: Mapping, country: str, consents: list[ConsentPlan]) -> None:
        self._usual, self._consents = country, consents
        self._all = [
            (place, column)
            for place, column in enumerate(mapping.columns)
            if column.target != IGNORE
        ]
        self._headers = [
            column.target if column.target.startswith(FIELD) else column.header
            for column in mapping.columns
        ]
        self._addresses: list[AddressPlan] = address_plans(mapping)
        by_target: dict[str, list[tuple[int, Column]]] = {}
        for place, column in self._all:
            by_target.setdefault(column.target, []).append((place, column))
        self._plain = [
            (place, column.target) for place, column in self._all if column.target in _PLAIN
        ]
        self._extra = [
            place
            for place, column in self._all
            if column.target == EXTRA or column.target.startswith(FIELD)
        ]
        self._account = [
            (place, column.target.removeprefix(ACCOUNT))
            for place, column in self._all
            if column.target.startswith(ACCOUNT)
        ]
        self._emails = self._labelled(by_target, "email")
        self._phones = self._labelled(by_target, "phone")
        self._dates = by_target.get("since", []) + by_target.get("birthday", [])
        self._others: list[tuple[int, Callable[[Row, str], None]]] = [
            (place, _OTHERS[column.target])
            for place, column in self._all
            if column.target in _OTHERS
        ]
        self._names = {
            column.target: (place, column.form == "packed")
            for place, column in reversed(self._all)
            if column.target in _NAMES
        }
        self._has_company = "company" in self._names

    def read(self, number: int, cells: list[str]) -> Row:
        row = Row(number)
        values = [clean(cell) if cell else "" for cell in cells]
        for place, target in self._plain:
            if values[place]:
                setattr(row, target, values[place])
        for place in self._extra:
            if values[place]:
                row.extra[self._headers[place]] = values[place]
        row.account = {
            name: values[place]
            for place, name in self._account
            if values[place] and not is_nothing(values[place])
        }
        if self._consents:
            add_consents(row, self._consents, values)
        add_addresses(row, self._addresses, values, self._usual)
        self._read_reach(row, values)
        for place, column in self._dates:
            if values[place]:
                _set_date(row, column, values[place], row.country or self._usual)
        for place, put in self._others:
            if values[place]:
                put(row, values[place])
        self._read_names(row, values)
        return row

    def _read_reach(self, row: Row, values: list[str]) -> None:
        """The e-mail addresses and phones, mobile and main numbers before faxes."""
        country = row.country or self._usual
        for place, label, label_place in self._emails:
            if values[place]:
                add_emails(
                    row,
                    values[place],
                    label or (label_of(values[label_place]) if label_place >= 0 else ""),
                )
        for place, label, label_place in self._phones:
            if values[place]:
                add_phones(
                    row,
                    values[place],
                    label or (label_of(values[label_place]) if label_place >= 0 else ""),
                    country,
                )
        if len(row.phones) > 1:
            row.phones.sort(key=lambda phone: phone.label in _BEHIND)

    def _read_names(self, row: Row, values: list[str]) -> None:
        parts = {
            target: (values[place], packed)
            for target, (place, packed) in self._names.items()
            if values[place]
        }
        name_the_client(row, parts, has_company_column=self._has_company)

    @staticmethod
    def _labelled(
        by_target: dict[str, list[tuple[int, Column]]], target: str
    ) -> list[tuple[int, str, int]]:
        labels = {column.group: place for place, column in by_target.get(f"{target}_label", [])}
        return [
            (place, column.label, labels.get(column.group, -1) if column.group else -1)
            for place, column in by_target.get(target, [])
        ]


def _usual_country(table: Table, mapping: Mapping) -> str:
    """Return the country that most rows of the sample name, where most rows name one."""
    places = [place for place, column in enumerate(mapping.columns) if column.target == "country"]
    counted: Counter[str] = Counter()
    for row in table.sample:
        for place in places:
            found = countries.find(clean(row[place])) if row[place] else None
            if found:
                counted[found.code] += 1
                break
    if not counted:
        return ""
    code, times = counted.most_common(1)[0]
    return code if times > sum(counted.values()) * _MAJORITY and times > 1 else ""


def _set_date(row: Row, column: Column, text: str, country: str) -> None:
    if is_nothing(text):
        return
    try:
        found = dates.read(text, column.form or dates.usual_order(country))
    except (ValueError, OverflowError):
        row.extra[column.header] = text
        row.problems.append(Problem(column.target, _NO_DATE.format(text=text[:40])))
    else:
        if column.target == "since":
            row.since = found
        else:
            row.birthday = found


def _website(row: Row, text: str) -> None:
    if is_nothing(text):
        return
    first, *others = several(text)
    if row.website:
        first, others = row.website, [first, *others]
    try:
        row.website = web.mend(first).text
    except FormatError as problem:
        row.website = first
        row.problems.append(Problem("website", str(problem)))
    for other in others:
        if other != row.website:
            row.extra["Website"] = "\n".join(filter(None, (row.extra.get("Website", ""), other)))


def _industry(row: Row, text: str) -> None:
    row.industry = industries.read(text)


def _notes(row: Row, text: str) -> None:
    row.notes = f"{row.notes}\n\n{text}" if row.notes else text


def _tags(row: Row, text: str) -> None:
    for tag in re.split(r"\s*(?::::|[;,|\n])\s*", text):
        if tag and not tag.startswith("* ") and tag not in row.tags and not is_nothing(tag):
            row.tags.append(tag)


def _language(row: Row, text: str) -> None:
    try:
        row.language = language.parse(text).code
    except FormatError as problem:
        row.extra["Language"] = text
        row.problems.append(Problem("language", str(problem), warning=True))


def _preferred(row: Row, text: str) -> None:
    row.preferred_channel = typed.channel(text)


def _no_contact(row: Row, text: str) -> None:
    """A yes closes every channel; a list of channels closes those."""
    word = fold(text)
    found = [channel_of(part) for part in re.split(r"[;,/]", text)]
    if word in _YES:
        row.no_contact["any"] = "no_contact"
    elif all(found):
        row.no_contact |= {channel.value: "no_contact" for channel in found if channel}
    elif word == "any":
        row.no_contact["any"] = "no_contact"
    elif word not in _NO:
        row.extra["Do not contact"] = text
        words = gettext("“{text}” does not say whether to contact; it is kept as a field.")
        reason = words.format(text=text)
        row.problems.append(Problem("no_contact", reason, warning=True))


def _closed(channel: str, target: str) -> Callable[[Row, str], None]:
    def put(row: Row, text: str) -> None:
        if fold(text) not in _NO:
            row.no_contact[channel] = target

    return put


_YES = frozenset("yes y true t 1 x on ja j wahr oui vrai si all everything alles".split())
_NO = frozenset("no n false f 0 off nein falsch non faux subscribed none never".split()) | {""}


def _tax_id(row: Row, text: str) -> None:
    if not is_nothing(text):
        row.tax_id = text


_OTHERS: dict[str, Callable[[Row, str], None]] = {
    "website": _website,
    "industry": _industry,
    "notes": _notes,
    "tags": _tags,
    "language": _language,
    "tax_id": _tax_id,
    "preferred_channel": _preferred,
    "no_contact": _no_contact,
    "no_email": _closed("email", "no_email"),
    "no_phone": _closed("phone", "no_phone"),
}
_NAMES = frozenset(
    {
        "name",
        "full_name",
        "company",
        "contact",
        "given",
        "middle",
        "family",
        "title",
        "suffix",
        "kind",
    }
)
