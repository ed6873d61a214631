"""Files that people hand in: kept under random names, known by their content, given back inert.

Every app that keeps a file does it by these: ``keep`` and ``drop`` for the bytes, ``type_of`` for
what they are, ``handed_out`` for the only way in which they leave.
"""

from __future__ import annotations

import unicodedata
from codecs import getincrementaldecoder
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast
from zipfile import BadZipFile, ZipFile

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.tasks import task
from django.utils import timezone
from django.utils.http import content_disposition_header

from atrium.foundation.backups.holding import are_held
from atrium.foundation.causes import TOO_LARGE
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext, gettext_lazy

LONGEST_NAME = 150
# What is sent in one piece; larger files go out in portions.
AT_ONCE = 32 * 1024 * 1024
# How long the removal of a file waits while a backup reads.
WHILE_HELD = timedelta(minutes=5)
_HEAD = 4096
UNKNOWN = "application/octet-stream"
_OPENDOCUMENT = b"application/vnd.oasis.opendocument."
_OFFICE = "application/vnd.openxmlformats-officedocument"
# What a file begins with, at which byte.
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftyp", "video/mp4"),
    (0, b"ID3", "audio/mpeg"),
    (8, b"WAVE", "audio/wav"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
)
_ZIPPED = {
    "word/": f"{_OFFICE}.wordprocessingml.document",
    "xl/": f"{_OFFICE}.spreadsheetml.sheet",
    "ppt/": f"{_OFFICE}.presentationml.presentation",
}


def sized(file: File[Any], most: int, mend: str = gettext_lazy("Make it smaller.")) -> int:
    """How many bytes the file has; refused with the mend when it is empty or has more than ``most``."""
    size = int(file.size or 0)
    if size == 0:
        raise Refusal(gettext("This file is empty. Choose another one."), field="file")
    if size > most:
        msg = gettext("This file is larger than {most} MB. {mend}").format(
            most=most // 1024**2, mend=mend
        )
        raise Refusal(msg, field="file", cause=TOO_LARGE)
    return size


def name_of(name: str, otherwise: str = "file") -> str:
    """The last part of a file's name, of signs that can be read: no path, no control, no bidi override."""
    last = Path(name.replace("\\", "/")).name
    kept = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    clean = " ".join(kept.split()).strip(". ")
    ending = Path(clean).suffix[:20]
    stem = clean.removesuffix(ending) if ending else clean
    return (stem[: LONGEST_NAME - len(ending)] + ending) or otherwise


def type_of(file: BinaryIO | File[Any]) -> str:
    """What the file is, read from its content and never from its name; pages and scripts are plain text."""
    file.seek(0)
    head = file.read(_HEAD)
    for at, signature, content_type in _MAGIC:
        if head.startswith(signature, at):
            return content_type
    if head.startswith(b"PK\x03\x04"):
        return _zipped(file, head)
    return "text/plain" if _is_text(head) else UNKNOWN


def _zipped(file: BinaryIO | File[Any], head: bytes) -> str:
    if head[38:].startswith(_OPENDOCUMENT):
        kind = head[38 : 38 + 80].split(b"PK")[0].decode("ascii", "replace")
        return (
            kind if kind.replace("-", "").replace(".", "").replace("/", "").isalpha() else UNKNOWN
        )
    try:
        with ZipFile(cast("BinaryIO", file)) as archive:
            folders = {name.partition("/")[0] + "/" for name in archive.namelist()}
    except (BadZipFile, NotImplementedError, ValueError):
        return UNKNOWN
    return next((kind for folder, kind in _ZIPPED.items() if folder in folders), "application/zip")


def _is_text(head: bytes) -> bool:
    try:
        text = getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return not any(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n\f" for sign in text)


def keep(file: File[Any], folder: str, ending: str = "") -> str:
    """Keep the bytes under a random name in a folder of the storage; answers where."""
    file.seek(0)
    return default_storage.save(f"{folder}/{public_id()}{ending}", file)


def drop(stored_as: str) -> None:
    """Remove the bytes for good, once what is being done is committed and no backup is reading them."""

    def now() -> None:
        if are_held():
            later = timezone.now() + WHILE_HELD
            remove_file.using(run_after=later).enqueue(stored_as)
        else:
            default_storage.delete(stored_as)

    transaction.on_commit(now)


@task()
def remove_file(stored_as: str) -> None:
    """What drop() put off; put off once more while a backup still reads."""
    drop(stored_as)


def read(stored_as: str) -> bytes:
    """All the bytes."""
    with default_storage.open(stored_as) as file:
        return bytes(file.read())


def handed_out(stored_as: str, *, name: str, content_type: str = UNKNOWN) -> HttpResponseBase:
    """The file as a browser may have it: to be kept, never run or shown as a page. 404 where it is gone."""
    if not default_storage.exists(stored_as):
        raise Http404
    response: HttpResponseBase
    if default_storage.size(stored_as) <= AT_ONCE:
        response = HttpResponse(read(stored_as), content_type=content_type)
    else:
        response = FileResponse(default_storage.open(stored_as), content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"  # noqa: FBT003 - as Django has it
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
