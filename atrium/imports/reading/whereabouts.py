"""The addresses of a row, from columns of parts or from one cell."""

import re
from dataclasses import dataclass, field

from atrium.foundation.formats import FormatError, coordinates, postcode
from atrium.foundation.formats import country as countries
from atrium.foundation.translation import gettext
from atrium.imports.reading import address
from atrium.imports.reading.headings import ADDRESS_PARTS
from atrium.imports.reading.mapping import Mapping
from atrium.imports.reading.row import AddressValue, Problem, Row
from atrium.imports.reading.values import is_nothing

_BREAKS = re.compile(r"\s*\r?\n\s*")


@dataclass(slots=True)
class AddressPlan:
    """Where the parts of one address stand."""

    label: str
    streets: list[int] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)


def address_plans(mapping: Mapping) -> list[AddressPlan]:
    """Return a plan for each address the columns hold."""
    plans: dict[tuple[str, int], AddressPlan] = {}
    lines: dict[int, int] = {}
    for place, column in enumerate(mapping.columns):
        if column.target not in ADDRESS_PARTS:
            continue
        plan = plans.setdefault((column.label, column.group), AddressPlan(column.label))
        if column.target == "street":
            plan.streets.append(place)
            lines[place] = column.line
        elif column.target in plan.places:
            plans.setdefault((column.label, 100 + place), AddressPlan(column.label)).places[
                column.target
            ] = place
        else:
            plan.places[column.target] = place
    for plan in plans.values():
        plan.streets.sort(key=lambda place: (lines[place], place))
    return list(plans.values())


def add_addresses(row: Row, plans: list[AddressPlan], values: list[str], usual: str) -> None:
    """Add each address the row holds, and tell the row's country by the first that names one."""
    for plan in plans:
        parts = {part: values[place] for part, place in plan.places.items() if values[place]}
        lines = [values[place] for place in plan.streets if values[place]]
        if not parts and not lines:
            continue
        found = _address(row, parts, lines, usual)
        if "address_label" in parts:
            label = parts["address_label"].strip("* ").casefold()
        else:
            label = plan.label
        if found.country and not row.country:
            row.country = found.country
        if found.street or found.city or found.region or found.postcode or found.country:
            made = AddressValue(
                found.street,
                found.city,
                found.region,
                found.postcode,
                found.country,
                label,
                _coordinates(row, parts),
            )
            if made not in row.addresses:
                row.addresses.append(made)


def _address(row: Row, parts: dict[str, str], lines: list[str], usual: str) -> address.Place:
    code = _country(row, parts, lines)
    if "address" in parts and not lines:
        packed = address.unpack(parts["address"].replace("\r\n", "\n"), code or usual)
        return address.Place(
            packed.street,
            packed.city,
            packed.region,
            _postcode(row, packed.postcode, packed.country),
            packed.country,
        )
    city, region, zip_code = (
        parts.get("city", ""),
        parts.get("region", ""),
        parts.get("postcode", ""),
    )
    hint = code or row.country or usual
    if "postcode_city" in parts:
        zip_code, found = address.split_postcode_city(parts["postcode_city"], hint)
        city = city or found
    if "city_region_postcode" in parts:
        placed = address.split_city_region(parts["city_region_postcode"], hint or "US")
        city, region, zip_code = (
            city or placed.city,
            region or placed.region,
            zip_code or placed.postcode,
        )
    street = "\n".join(_BREAKS.sub("\n", line) for line in lines)
    if "house_number" in parts:
        street = f"{street} {parts['house_number']}".strip()
    if "po_box" in parts:
        street = "\n".join(filter(None, (street, parts["po_box"])))
    code = code or (address.country_told_by(f"{region} {zip_code}") if zip_code else "")
    return address.Place(
        street, city, region, _postcode(row, zip_code, code or row.country or usual), code
    )


def _coordinates(row: Row, parts: dict[str, str]) -> str:
    """Where it is on the earth, told in one cell or in two."""
    pair = [parts.get(name, "").replace(",", ".") for name in ("latitude", "longitude")]
    text = parts.get("coordinates", "") or (", ".join(pair) if all(pair) else "")
    if not text or is_nothing(text):
        return ""
    try:
        return str(coordinates.parse(text))
    except FormatError as error:
        row.problems.append(
            Problem(
                "coordinates",
                gettext("“{text}”: {why}").format(text=text[:60], why=error),
                warning=True,
            )
        )
        return ""


def _country(row: Row, parts: dict[str, str], lines: list[str]) -> str:
    text = parts.get("country", "")
    if not text:
        return ""
    found = countries.find(text)
    if found or is_nothing(text):
        return found.code if found else ""
    row.problems.append(
        Problem(
            "country",
            gettext(
                "“{text}” is not a country we know. Write its English name or its code."
            ).format(text=text),
            warning=True,
        )
    )
    lines.append(text)
    return ""


def _postcode(row: Row, text: str, country: str) -> str:
    if not text or is_nothing(text):
        return ""
    found = postcode.parse(postcode.with_zeros(text, country), country)
    if found.doubt:
        row.problems.append(Problem("postcode", found.doubt, warning=True))
    return found.text
