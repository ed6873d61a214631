"""Reads one file in a process of its own, which may use little time and memory and knows no database.

Called with the file, its type and an empty folder; answers JSON on its standard output: ``text``,
``pages`` and ``sheets``, the pictures that it wrote into the folder with their sizes. What cannot be
read ends the process with a code above 0, and nobody else.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

from atrium.documents.reading.drawing import draw_pdf, draw_picture
from atrium.documents.reading.office import OFFICE, office_text
from atrium.documents.reading.plain import plain_text

MEMORY = 2 * 1024**3
SECONDS = 40
LARGEST_OUTPUT = 64 * 1024**2
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/tiff")


def read(path: Path, content_type: str, folder: Path) -> dict[str, object]:
    """What the file says and shows."""
    if content_type == "application/pdf":
        return draw_pdf(path, folder)
    if content_type in PICTURES:
        return {"text": "", "pages": 1, "sheets": [draw_picture(path, folder)]}
    if content_type in OFFICE:
        return {"text": office_text(path, content_type), "pages": 0, "sheets": []}
    if content_type == "text/plain":
        return {"text": plain_text(path), "pages": 0, "sheets": []}
    return {"text": "", "pages": 0, "sheets": []}


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_OUTPUT, LARGEST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    path, content_type, folder = sys.argv[1:]
    sys.stdout.write(json.dumps(read(Path(path), content_type, Path(folder))))


if __name__ == "__main__":
    main()
