"""Where scheduled backups lie: a folder of this machine, or a bucket of an S3-compatible storage."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from atrium.config.storage import storage
from atrium.foundation import disk_words, outbound
from atrium.foundation.buckets import bucket_errors
from atrium.foundation.errors import Refusal
from atrium.foundation.ids import public_id
from atrium.foundation.translation import gettext


class Place(Protocol):
    """Keeps files by their names. Every verb is refused in words where the place does not answer."""

    @property
    def label(self) -> str:
        """What it is called, without any secret."""

    @property
    def workshop(self) -> Path:
        """A folder of this machine in which a backup is made before it is put there."""

    def put(self, file: Path, name: str) -> None:
        """Move the file there."""

    def fetch(self, name: str, into: Path) -> Path:
        """The file, on this machine; below ``into`` where it has to be copied."""

    def remove(self, name: str) -> None:
        """Remove it; nothing happens where it is gone."""


def place_of(text: str) -> Place:
    """The place that an operator named; refused where it is neither a full path nor a bucket."""
    text = text.strip()
    if text.startswith("s3://"):
        return Bucket(text)
    path = Path(text)
    if not text or not path.is_absolute():
        msg = gettext(
            "Write a folder like /var/backups/atrium, or s3://KEY:SECRET@host/bucket?region=eu-west-1."
        )
        raise Refusal(msg, field="place")
    if path.resolve().is_relative_to((Path(settings.DATA) / "files").resolve()):
        msg = gettext(
            "A backup that lies among the files would be part of the next one; choose another folder."
        )
        raise Refusal(msg, field="place")
    return Folder(path)


def tried(place: Place) -> None:
    """Put a small file there, fetch it and remove it; refused where that fails."""
    name = f"atrium-try-{public_id().hex}"
    with _said(place.label):
        file = place.workshop / name
        file.write_bytes(b"Atrium")
        place.put(file, name)
        came = place.fetch(name, place.workshop)
        same = came.read_bytes() == b"Atrium"
        came.unlink()
        place.remove(name)
    if not same:
        msg = gettext("{place} gave back other bytes than it got.").format(place=place.label)
        raise Refusal(msg, field="place")


class Folder:
    """A folder, on a disk of its own if you are wise."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.label = str(path)

    @property
    def workshop(self) -> Path:
        with _said(self.label):
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self.path

    def put(self, file: Path, name: str) -> None:
        with _said(self.label):
            os.replace(file, self.path / name)  # noqa: PTH105 - a rename that overwrites, at once

    def fetch(self, name: str, into: Path) -> Path:
        return self.path / name

    def remove(self, name: str) -> None:
        with _said(self.label):
            (self.path / name).unlink(missing_ok=True)


class Bucket:
    """A bucket; its host passes the outbound gate when it is saved and each time it is used."""

    def __init__(self, url: str) -> None:
        try:
            self._options: dict[str, Any] = storage(url, Path(settings.DATA))["OPTIONS"]
        except (ImproperlyConfigured, ValueError) as error:
            msg = gettext("Write the bucket like s3://KEY:SECRET@host/bucket?region=eu-west-1.")
            raise Refusal(msg, field="place") from error
        self.label = (
            f"s3://{urlsplit(url).hostname or 'amazonaws.com'}/{self._options['bucket_name']}"
        )

    @property
    def workshop(self) -> Path:
        return Path(settings.DATA)

    def put(self, file: Path, name: str) -> None:
        with _said(self.label):
            self._bucket().upload_file(str(file), name)
        file.unlink()

    def fetch(self, name: str, into: Path) -> Path:
        with _said(self.label):
            self._bucket().download_file(name, str(into / name))
        return into / name

    def remove(self, name: str) -> None:
        with _said(self.label):
            self._bucket().Object(name).delete()

    def _bucket(self) -> Any:
        import boto3  # noqa: PLC0415 - loads slowly

        told = self._options
        endpoint = told.get("endpoint_url")
        if endpoint:
            parts = urlsplit(endpoint)
            port = parts.port or (80 if parts.scheme == "http" else 443)
            outbound.check_host(parts.hostname or "", port)
        there = boto3.resource(
            "s3",
            endpoint_url=endpoint,
            aws_access_key_id=told["access_key"],
            aws_secret_access_key=told["secret_key"],
            region_name=told["region_name"],
        )
        return there.Bucket(told["bucket_name"])


@contextmanager
def _said(label: str) -> Iterator[None]:
    try:
        yield
    except outbound.OutboundRefused as error:
        raise Refusal(str(error), field="place") from error
    except OSError as error:
        msg = disk_words.in_words(error, label)
        raise Refusal(msg, field="place") from error
    except bucket_errors() as error:
        msg = f"{label} says: {error}"
        raise Refusal(msg, field="place") from error
