"""Files in an S3-compatible storage, asked of a real server of that kind (R15)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.test import Client as Browser
from moto.server import ThreadedMotoServer

from atrium.clients.models import Client
from atrium.config.storage import storage
from atrium.documents.models import File, Upload
from atrium.documents.models import upload as parts
from atrium.organisations.models import Member

pytestmark = pytest.mark.once


@pytest.fixture
def bucket(settings: Any, tmp_path: Any) -> Iterator[Any]:
    """A bucket that files go to during the test."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    told = storage(f"s3://key:secret@{host}:{port}/files?region=eu-west-1&tls=0", tmp_path)
    made = boto3.resource(
        "s3",
        endpoint_url=told["OPTIONS"]["endpoint_url"],
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        region_name="eu-west-1",
    )
    place = {"LocationConstraint": "eu-west-1"}
    bucket = made.create_bucket(Bucket="files", CreateBucketConfiguration=place)
    settings.STORAGES = settings.STORAGES | {"default": told}
    yield bucket
    server.stop()


def test_r15_files_live_in_a_bucket(
    bucket: Any,
    bakery: Client,
    alice: Member,
    as_alice: Browser,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr(parts, "PART", 4)
    with django_capture_on_commit_callbacks(execute=True):
        file = File.add(bakery, ContentFile(b"Zinc roof", "a.txt"), by=alice)
        upload = Upload.begin(bakery, by=alice, key="k", name="b.txt", size=6)
        for number, part in enumerate((b"abcd", b"ef")):
            upload.take(number, ContentFile(part))
        whole = upload.finish(by=alice)

    kept = {each.key for each in bucket.objects.all()}
    assert kept == {file.content.stored_as, whole.content.stored_as}, "parts went with the upload"
    home = f"/acme/clients/{bakery.number}/files"
    assert as_alice.get(f"{home}/{file.public_id}/content/").content == b"Zinc roof"
    assert as_alice.get(f"{home}/{whole.public_id}/content/").content == b"abcdef"
    assert "Zinc roof" in as_alice.get(f"{home}/{file.public_id}/").text


@pytest.mark.parametrize("url", ["ftp://k:s@host/b", "s3://k:s@host/", "s3://host/bucket"])
def test_an_unusable_storage_is_refused_in_words(url: str, tmp_path: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match="ATRIUM_STORAGE_URL"):
        storage(url, tmp_path)
