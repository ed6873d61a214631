"""Files of the built front end, read by Python."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders


def built(name: str) -> Path | None:
    """The file, from the build or, in an installed wheel, from what was gathered; None before any build."""
    found = finders.find(name)
    if found:
        return Path(str(found))
    gathered = Path(settings.STATIC_ROOT) / name
    return gathered if gathered.is_file() else None
