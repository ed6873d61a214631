"""Lets a process of its own read a content, and keeps what came of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.files import File as Stored
from django.core.files.storage import default_storage

from atrium.documents.models import Content, Reading
from atrium.documents.reading.office import OFFICE
from atrium.documents.reading.scanning import is_harmful
from atrium.foundation import files

READABLE = {"application/pdf", "text/plain", *OFFICE}
READABLE |= {"image/png", "image/jpeg", "image/gif", "image/webp", "image/tiff"}
# Larger ones are kept and handed out, and not looked into.
LARGEST = 200 * 1024**2
SECONDS = 90


def read_content(content: Content) -> Reading:
    """Look into the content and keep its words and pictures; what came of it."""
    if is_harmful(content):
        return _settle(content, Reading.HARMFUL)
    if content.content_type not in READABLE or content.size > LARGEST:
        return _settle(content, Reading.NOTHING)
    with TemporaryDirectory(prefix="atrium-reading-") as name:
        told = _told(content, Path(name))
        if told is None:
            return _settle(content, Reading.FAILED)
        sheets = [_kept(sheet, Path(name)) for sheet in told["sheets"]]
        text = str(told["text"]).replace("\x00", "")
        return _settle(content, Reading.DONE, text=text, sheets=sheets, pages=int(told["pages"]))


def _told(content: Content, folder: Path) -> dict[str, Any] | None:
    """What the other process says; None where it gave up."""
    copy = folder / "content"
    with default_storage.open(content.stored_as) as kept, copy.open("wb") as target:
        while portion := kept.read(1024 * 1024):
            target.write(portion)
    command = [sys.executable, "-m", "atrium.documents.reading.child"]
    try:
        done = subprocess.run(
            [*command, str(copy), content.content_type, str(folder)],
            capture_output=True,
            timeout=SECONDS,
            check=False,
            cwd=settings.BASE_DIR,
            env={"PYTHONDONTWRITEBYTECODE": "1", "PATH": ""},
        )
        told: dict[str, Any] | None = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return told


def _kept(sheet: dict[str, Any], folder: Path) -> dict[str, Any]:
    with (folder / Path(sheet["name"]).name).open("rb") as file:
        stored_as = files.keep(Stored(file), "sheets", ".webp")
    return {"stored_as": stored_as, "width": sheet["width"], "height": sheet["height"]}


def _settle(content: Content, reading: Reading, **values: Any) -> Reading:
    rows = Content.objects.filter(pk=content.pk)
    rows.update(reading=reading, **values)
    return reading
