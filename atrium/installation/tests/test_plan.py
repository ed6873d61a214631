"""Backups by the clock, proved by restoring them, kept as long as the plan says (J24, X13)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser

from atrium.foundation.backups.reading import restore
from atrium.foundation.errors import Refusal
from atrium.foundation.health import Verdict
from atrium.foundation.secrets import seal, unseal
from atrium.installation.doctor import backups as examined
from atrium.installation.models import Backup, BackupPlan
from atrium.installation.retention import Retention
from atrium.organisations.models import Member

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def as_operator(alice: Member) -> Browser:
    """Alice runs the installation as well."""
    alice.user.make_operator()
    browser = Browser()
    browser.force_login(alice.user)
    return browser


def sent(place: Path | str, **more: Any) -> dict[str, Any]:
    return {
        "enabled": "on",
        "hour": 2,
        "place": str(place),
        "daily": 2,
        "weekly": 1,
        "monthly": 1,
    } | more


@pytest.mark.once
def test_j24_the_newest_of_each_day_week_and_month_stay() -> None:
    made = [NOON - timedelta(hours=12 * n) for n in range(200)]
    days = {at.date() for at in Retention(3, 0, 0).kept(made)}
    assert days == {(NOON - timedelta(days=n)).date() for n in range(3)}
    assert Retention(0, 0, 0).kept(made) == {NOON}
    kept = sorted(Retention(2, 3, 4).kept(made))
    assert [f"{at:%m-%d}" for at in kept] == [
        "08-31",
        "09-30",
        "10-31",
        "11-08",
        "11-15",
        "11-21",
        "11-22",
    ]
    assert Retention().kept([]) == set()


@pytest.mark.django_db(transaction=True)
def test_j24_the_plan_makes_a_sealed_backup_and_proves_that_it_comes_back(
    as_operator: Browser, alice: Member, tmp_path: Path
) -> None:
    place = tmp_path / "backups"
    assert as_operator.post("/installation/backups/", sent(place)).status_code == 302
    as_operator.post("/installation/backups/encrypt/", {"public_key": ""})
    plan = BackupPlan.current()
    assert str(tmp_path) not in plan.place
    assert plan.changed_by == alice.user
    assert Backup.is_due(plan, NOON)
    assert [verdict for verdict, _ in examined()][:1] == [Verdict.BAD]

    as_operator.post("/installation/backups/make/")
    made = Backup.objects.get()
    assert (made.error, made.check_error) == ("", "")
    assert made.checked_at
    assert "files came back as they were" in made.check_words
    assert [path.name for path in place.iterdir()] == [made.name]
    assert (place / made.name).stat().st_mode & 0o077 == 0
    assert not Backup.is_due(plan, made.started_at + timedelta(minutes=1))
    assert [verdict for verdict, _ in examined()] == [Verdict.GOOD]
    page = as_operator.get("/installation/backups/").content.decode()
    assert made.check_words in page
    assert str(place) in page
    if connection.vendor == "sqlite":
        restore(place / made.name, into=tmp_path / "in", secret_key=unseal(plan.secret_key))

    whole = (place / made.name).read_bytes()
    (place / made.name).write_bytes(whole[:-1000])
    as_operator.post(f"/installation/backups/{made.pk}/check/")
    made.refresh_from_db()
    assert "damaged" in made.check_error
    [said] = [words for verdict, words in examined() if verdict == Verdict.BAD]
    assert said == f"The newest does not come back: {made.check_error}"
    assert "Does not come back" in as_operator.get("/installation/backups/").content.decode()

    for days in (40, 9, 3, 2):
        name = f"atrium-{days}"
        (place / name).write_bytes(b"")
        at = made.started_at - timedelta(days=days)
        Backup.objects.create(started_at=at, finished_at=at, name=name, place=str(place))
    Backup.prune(plan)
    assert {path.name for path in place.iterdir()} == {made.name, "atrium-2"}
    assert Backup.objects.filter(removed_at__isnull=False).count() == 3


@pytest.mark.django_db
def test_j24_a_trial_that_breaks_proves_nothing_whatever_broke(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = BackupPlan.current()
    plan.place = seal(str(tmp_path))
    (tmp_path / "atrium-1").write_bytes(b"x")
    made = Backup.objects.create(
        name="atrium-1",
        started_at=NOON,
        finished_at=NOON,
        place=str(tmp_path),
        check_words="All came back.",
    )

    def breaks(*_: object) -> str:
        raise RuntimeError("the reader broke")

    monkeypatch.setattr("atrium.installation.models.backup.rehearse", breaks)
    assert not made.prove(plan)
    made.refresh_from_db()
    assert (made.check_words, made.check_error) == ("", "the reader broke")


@pytest.mark.django_db
def test_j24_a_place_that_cannot_take_a_backup_is_refused_at_its_field(
    as_operator: Browser, tmp_path: Path, alice: Member
) -> None:
    (tmp_path / "file").write_text("")
    for place, words in (
        ("backups", "Write a folder like"),
        ("s3://nobody@/", "Write the bucket like"),
        ("s3://key:secret@127.0.0.1/bucket", "inside this network"),
        (tmp_path / "file" / "in", "Not a directory"),
    ):
        answer = as_operator.post("/installation/backups/", sent(place))
        assert answer.status_code == 422
        assert words in answer.content.decode()
    plan = BackupPlan.current()
    assert not plan.enabled
    Backup.objects.create(name="killed", started_at=NOON)
    made = Backup.make(plan)
    assert "cut short" in Backup.objects.get(name="killed").error
    assert "Write a folder" in made.error
    off = sent("s3://key:quite%2Fsecret@storage.example.org/bucket") | {"enabled": ""}
    for place in (off["place"], off["place"].replace("quite%2Fsecret", "••••••••")):
        as_operator.post("/installation/backups/", off | {"place": place})
        assert BackupPlan.current().place_text == off["place"]
        assert "secret@" not in as_operator.get("/installation/backups/").content.decode()
    with pytest.raises(Refusal, match="no public key"):
        plan.encrypt_for("age1nonsense", by=alice.user)


@pytest.mark.django_db
def test_j24_the_installation_is_for_its_operators_alone(as_alice: Browser, alice: Member) -> None:
    assert "/installation/" not in as_alice.get("/acme/settings/organisation/").content.decode()
    assert as_alice.get("/installation/").status_code == 404

    alice.user.make_operator()
    page = as_alice.get("/installation/").content.decode()
    assert "SQLite" in page or "PostgreSQL" in page
    assert "Queue" in as_alice.get("/installation/examination/").content.decode()
    assert "/installation/" in as_alice.get("/acme/settings/organisation/").content.decode()
    BackupPlan.current().encrypt(by=alice.user)
    assert "AGE-SECRET-KEY-1" in as_alice.get("/installation/backups/key/").content.decode()
    alice.user.set_password("quite-long-words")
    alice.user.save()
    as_alice.force_login(alice.user)
    asked = as_alice.get("/installation/backups/key/")
    assert asked["Location"].startswith("/accounts/reauthenticate/")
