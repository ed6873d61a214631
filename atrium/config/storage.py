"""Where files lie: a folder, or a bucket of an S3-compatible storage."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_FORM = "s3://KEY:SECRET@host/bucket?region=eu-west-1, or leave it out for a folder"


def storage(url: str, data: Path) -> dict[str, Any]:
    """The storage behind ``ATRIUM_STORAGE_URL``; an unusable one raises ImproperlyConfigured with the mend.

    ``s3://KEY:SECRET@host/bucket?region=…&tls=0``; without a host it is Amazon's own.
    """
    if not url:
        folder = {"location": data / "files"}
        return {"BACKEND": "atrium.foundation.kept_files.KeptFiles", "OPTIONS": folder}
    parts = urlsplit(url)
    bucket = parts.path.strip("/")
    if parts.scheme != "s3" or not bucket or "/" in bucket or not parts.username:
        msg = f"ATRIUM_STORAGE_URL begins with {parts.scheme!r} and names the bucket {bucket!r}; write {_FORM}."
        raise ImproperlyConfigured(msg)
    told = dict(parse_qsl(parts.query))
    options: dict[str, Any] = {
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password or ""),
        "bucket_name": bucket,
        "region_name": told.get("region") or None,
        "file_overwrite": False,
        "default_acl": None,
        "signature_version": "s3v4",
        # Held in memory up to here while a file is written or read, beyond on disk.
        "max_memory_size": 8 * 1024**2,
    }
    if parts.hostname:
        port = f":{parts.port}" if parts.port else ""
        scheme = "http" if told.get("tls") == "0" else "https"
        options["endpoint_url"] = f"{scheme}://{parts.hostname}{port}"
        options["addressing_style"] = "path"
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
