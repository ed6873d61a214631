"""Every stored file moved into a bucket and back into a folder (X13)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from moto.server import ThreadedMotoServer

from atrium.config.storage import storage
from atrium.foundation.errors import Refusal
from atrium.installation.moving_files import move_files

pytestmark = pytest.mark.once
LARGE = b"A plan of the house. " * 500_000


@pytest.fixture
def bucket() -> Iterator[str]:
    """The address of an empty bucket."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    keys = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    made: Any = boto3.resource(
        "s3", endpoint_url=f"http://{host}:{port}", region_name="eu-west-1", **keys
    )
    place = {"LocationConstraint": "eu-west-1"}
    made.create_bucket(Bucket="moved", CreateBucketConfiguration=place)
    yield f"s3://key:secret@{host}:{port}/moved?region=eu-west-1&tls=0"
    server.stop()


def lying(folder: Path) -> dict[str, bytes]:
    """Every file below the folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_x13_files_move_into_a_bucket_and_back_and_a_second_run_copies_what_came(
    settings: Any, tmp_path: Path, bucket: str, db: None
) -> None:
    settings.STORAGES = settings.STORAGES | {"default": storage("", tmp_path)}
    default_storage.save("documents/plan.pdf", ContentFile(LARGE))
    default_storage.save("mail/note.txt", ContentFile(b"Zinc"))
    with pytest.raises(Refusal, match="already"):
        move_files(str(tmp_path))
    with pytest.raises(Refusal, match="full path"):
        move_files("elsewhere")
    assert move_files(bucket).copied == 2
    default_storage.save("mail/late.txt", ContentFile(b"Copper"))
    again = move_files(bucket)
    assert (again.copied, again.there, again.size) == (1, 2, 6)

    before = lying(tmp_path / "files")
    assert before["documents/plan.pdf"] == LARGE
    settings.STORAGES = settings.STORAGES | {"default": storage(bucket, tmp_path)}
    back = tmp_path / "back"
    assert move_files(str(back)).copied == 3
    assert lying(back / "files") == before
    (back / "files/mail/note.txt").write_bytes(b"Lead")
    with pytest.raises(Refusal, match="another file there"):
        move_files(str(back))
