"""The logo of the letterhead, small enough to stand in a page."""

from __future__ import annotations

import io
from base64 import b64encode
from functools import lru_cache

from PIL import Image, UnidentifiedImageError

from atrium.billing.models import Letterhead
from atrium.foundation import files
from atrium.organisations.brand import Mark, draws_mark
from atrium.organisations.models import Organisation

# Twice as many dots as it has room on the page, for screens that show them.
WIDE, HIGH, DENSE = 200, 48, 2


@draws_mark
def mark_of(organisation: Organisation) -> Mark | None:
    """The logo that stands on its invoices."""
    logo = Letterhead.of(organisation).logo
    return _drawn(logo) if logo else None


@lru_cache(maxsize=64)
def _drawn(logo: str) -> Mark | None:
    """Drawn once in each process; a changed logo is another file."""
    try:
        with Image.open(io.BytesIO(files.read(logo)), formats=["PNG"]) as image:
            image.thumbnail((WIDE * DENSE, HIGH * DENSE))
            small = io.BytesIO()
            image.save(small, "WEBP", quality=85)
            size = max(1, image.width // DENSE), max(1, image.height // DENSE)
    except (UnidentifiedImageError, OSError):
        return None
    return Mark(f"data:image/webp;base64,{b64encode(small.getvalue()).decode()}", *size)
