"""Where an address is on the earth, asked of the service that the operator set, or of nobody.

The service answers like Nominatim: a list of finds, each with lat and lon, for the address in ``q``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings

from atrium.foundation import outbound
from atrium.foundation.formats import FormatError, coordinates
from atrium.foundation.translation import gettext

if TYPE_CHECKING:
    from atrium.clients.models import Location
    from atrium.foundation.formats.coordinates import Coordinates

SECONDS = 15.0
MOST_BYTES = 200_000
_OK, _BUSY, _FAILED = 200, 429, 500


class NotAnswered(OSError):
    """The service did not answer now; the same may be answered later."""


def look_up(place: Location) -> Coordinates | None:
    """What the service says first of the address; None where it knows none, or nobody is to be asked.

    Raises NotAnswered or OSError where it is worth asking again, OutboundRefused where the gate says no.
    """
    if not settings.GEOCODER:
        return None
    sep = "&" if "?" in settings.GEOCODER else "?"
    asked = urlencode({"q": place.sought, "format": "jsonv2", "limit": 1})
    url = f"{settings.GEOCODER}{sep}{asked}"
    answer = outbound.request("GET", url, timeout=SECONDS, max_bytes=MOST_BYTES)
    if answer.status == _BUSY or answer.status >= _FAILED:
        msg = gettext("The service that knows coordinates answered {status}.").format(
            status=answer.status
        )
        raise NotAnswered(msg)
    return _first(answer.body) if answer.status == _OK else None


def _first(body: bytes) -> Coordinates | None:
    try:
        found = json.loads(body)
        first = found[0]
        return coordinates.parse(f"{float(first['lat']):.6f}, {float(first['lon']):.6f}")
    except (ValueError, LookupError, TypeError, FormatError):
        return None
