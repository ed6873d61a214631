"""Coordinates as people have them: "52.52, 13.405", a geo: URI, the address that a map shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import unquote

from atrium.foundation.formats.error import FormatError
from atrium.foundation.translation import gettext, gettext_lazy

_NUMBER = r"([+-]?\d{1,3}(?:\.\d{1,15})?)"
_SIDE = r"\s*°?\s*([NSEW])?"
# The first that fits is meant; the marker that somebody set counts before the part that is shown.
_FORMS = tuple(
    re.compile(text, re.IGNORECASE)
    for text in (
        rf"geo:{_NUMBER},{_NUMBER}(?:[,;?].*)?$",
        rf".*[?&]mlat={_NUMBER}&mlon={_NUMBER}(?:\D.*)?$",
        rf".*!3d{_NUMBER}!4d{_NUMBER}(?:\D.*)?$",
        rf"https?://.*[?&](?:q|ll|query|center)={_NUMBER},\s*{_NUMBER}(?:\D.*)?$",
        rf"https?://.*/@{_NUMBER},{_NUMBER}(?:\D.*)?$",
        rf"https?://.*#map=\d+(?:\.\d+)?/{_NUMBER}/{_NUMBER}(?:\D.*)?$",
    )
)
_TYPED = re.compile(rf"{_NUMBER}{_SIDE}(?:\s*[,;/]\s*|\s+){_NUMBER}{_SIDE}", re.IGNORECASE)
_COMMAS = re.compile(r"([+-]?\d{1,3},\d{2,15})\s*(?:;|\s)\s*([+-]?\d{1,3},\d{2,15})")
_PLACES = Decimal("0.000001")
_MEND = gettext_lazy(
    "Write latitude and longitude like 52.520008, 13.404954, or paste the link of a map."
)


@dataclass(frozen=True)
class Coordinates:
    """A place on the earth in degrees (WGS 84), north and east positive, to a tenth of a metre."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        return f"{self.latitude.normalize():f}, {self.longitude.normalize():f}"


def parse(text: str) -> Coordinates:
    """The place that was typed or pasted. Raises FormatError with the mend."""
    text = unquote(" ".join(text.split()))[:2000]
    for form in _FORMS:
        if found := form.match(text):
            return _made(found[1], found[2])
    if found := _COMMAS.fullmatch(text):
        return _made(found[1].replace(",", "."), found[2].replace(",", "."))
    if found := _TYPED.fullmatch(text):
        first, side, second, other = found.groups()
        sides = f"{side or ''}{other or ''}".upper()
        if sides and not re.fullmatch("[NS][EW]|[EW][NS]", sides):
            raise FormatError(_MEND)
        pair = [_signed(first, side), _signed(second, other)]
        return _made(*(reversed(pair) if sides[:1] in {"E", "W"} else pair))
    raise FormatError(_MEND)


def _signed(number: str, side: str | None) -> str:
    return f"-{number.lstrip('+-')}" if side and side.upper() in {"S", "W"} else number


def _made(latitude: str, longitude: str) -> Coordinates:
    north, east = Decimal(latitude).quantize(_PLACES), Decimal(longitude).quantize(_PLACES)
    if not (abs(north) <= 90 and abs(east) <= 180):  # noqa: PLR2004 - degrees of the globe
        msg = gettext(
            "A latitude goes from -90 to 90 and a longitude from -180 to 180; the latitude comes first."
        )
        raise FormatError(msg)
    return Coordinates(north, east)
