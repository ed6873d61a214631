"""The doctor says in words what is wrong with the bucket and with the mail server (issue 8)."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client as Browser
from django.test import override_settings
from moto.server import ThreadedMotoServer

from atrium.config.mail import mailer
from atrium.config.storage import storage as storage_of
from atrium.conversations.tests.sink import Sink
from atrium.foundation.backups.writing import backup
from atrium.foundation.doctor import disk, mail, storage
from atrium.foundation.errors import Refusal
from atrium.foundation.health import Verdict
from atrium.testing.ports import free_port


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_a_bucket_that_is_not_there_is_told_of_and_one_that_is_made_is_well(
    tmp_path: Path, visitor: Browser
) -> None:
    import boto3  # noqa: PLC0415 - loads slowly

    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"s3://key:secret@{host}:{port}/doctor?region=us-east-1&tls=0"
    try:
        with override_settings(STORAGES={"default": storage_of(url, tmp_path)}):
            [(verdict, words)] = storage()
            assert verdict == Verdict.BAD
            assert words.startswith("The bucket says: ")
            assert "The specified bucket does not exist" in words
            assert words.endswith(" Look at ATRIUM_STORAGE_URL and at its server.")
            ready = visitor.get("/readyz")
            assert ready.status_code == 503
            assert "The file storage cannot be written.\n" in ready.content.decode()
            with pytest.raises(Refusal, match=r"The specified bucket does not exist\. Look at"):
                backup(tmp_path / "b.tar")
            assert not (tmp_path / "b.tar").exists()
            boto3.resource(
                "s3",
                endpoint_url=f"http://{host}:{port}",
                aws_access_key_id="key",
                aws_secret_access_key="secret",
                region_name="us-east-1",
            ).create_bucket(Bucket="doctor")
            assert [verdict for verdict, _ in storage()] == [Verdict.GOOD]
    finally:
        server.stop()


@pytest.mark.once
def test_a_mail_server_is_well_only_where_it_lets_us_in(tmp_path: Path) -> None:
    def told(url: str) -> tuple[Verdict, str]:
        with override_settings(MAILERS={"default": mailer(url, tmp_path)}):
            [said] = mail()
        return said

    with Sink().listening() as sink:
        assert told(f"smtp://127.0.0.1:{sink.port}") == (Verdict.GOOD, "Leaves by 127.0.0.1.")
        verdict, words = told(f"smtp://user:wrong@127.0.0.1:{sink.port}")
        assert verdict == Verdict.BAD
        assert "STARTTLS" in words
    verdict, words = told(f"smtp://127.0.0.1:{free_port()}")
    assert verdict == Verdict.BAD
    assert "Connection refused. Look at ATRIUM_EMAIL_URL." in words


@pytest.mark.once
def test_a_disk_that_is_nearly_full_is_told_of_before_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[tuple[Verdict, str]] = []
    for free in (5_000_000_000, 400_000_000, 3_000_000):
        monkeypatch.setattr(
            "shutil.disk_usage", lambda _path, free=free: SimpleNamespace(free=free)
        )
        told += disk()
    assert [verdict for verdict, _ in told] == [Verdict.GOOD, Verdict.WARN, Verdict.BAD]
    assert told[1][1].startswith("Only 400 MB are free where ")
    assert told[2][1].endswith("Make room on that disk.")
