"""Several files as one archive, written while it is sent: however large, it is never held whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import RawIOBase
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.core.files.storage import default_storage
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from atrium.documents.access import handed
from atrium.documents.models import File
from atrium.foundation.errors import Refusal
from atrium.foundation.translation import gettext

MOST = 1000
LARGEST = 4 * 1024**3
_PORTION = 256 * 1024
_EPOCH = (1980, 1, 1, 0, 0, 0)


class _Out(RawIOBase):
    """Takes what the archive writes and gives it on."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.waiting += data
        return len(data)

    def taken(self) -> bytes:
        data = bytes(self.waiting)
        self.waiting.clear()
        return data


def archive(files: Sequence[File], name: str) -> StreamingHttpResponse:
    """The files as an attachment; refused where they are too many or too large together."""
    for file in files:
        handed(file.content)
    if len(files) > MOST or sum(file.content.size for file in files) > LARGEST:
        msg = gettext(
            "At most {most} files and {largest} GB go into one archive; choose fewer."
        ).format(most=MOST, largest=LARGEST // 1024**3)
        raise Refusal(msg)
    response = StreamingHttpResponse(_written(files), content_type="application/zip")
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{name}.zip") or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    # What is packed already does not get smaller.
    response["Content-Encoding"] = "identity"
    return response


def _written(files: Sequence[File]) -> Iterator[bytes]:
    out = _Out()
    taken: set[str] = set()
    with ZipFile(out, "w", ZIP_STORED, allowZip64=True) as packed:
        for file in files:
            entry = ZipInfo(_free(file.name, taken), _EPOCH)
            with (
                packed.open(entry, "w", force_zip64=True) as target,
                default_storage.open(file.content.stored_as) as kept,
            ):
                while portion := kept.read(_PORTION):
                    target.write(portion)
                    yield out.taken()
            yield out.taken()
    yield out.taken()


def _free(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if stem else (name, "")
    free, number = name, 2
    while free.casefold() in taken:
        free, number = f"{stem} ({number}){ending}", number + 1
    taken.add(free.casefold())
    return free
