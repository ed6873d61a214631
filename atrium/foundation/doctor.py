"""The checks of what everything stands on: database, migrations, storage, settings."""

from __future__ import annotations

from collections.abc import Iterator

import django.conf
from django.core import checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from atrium.foundation.health import Verdict, examines, mends
from atrium.foundation.migrating import migrate, pending

type Verdicts = Iterator[tuple[Verdict, str]]

ONLY_WITH_HTTPS = {"security.W004", "security.W008", "security.W012", "security.W016"}
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@examines("database")
def database() -> Verdicts:
    """It answers, and SQLite has the settings without which a write may be lost."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        if connection.vendor != "sqlite":
            yield Verdict.GOOD, f"PostgreSQL {connection.pg_version // 10_000} answers."  # type: ignore[attr-defined]
            return
        wrong = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
        damage = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
    wrong = {name: value for name, value in wrong.items() if value != PRAGMAS[name]}
    if wrong:
        yield Verdict.BAD, f"SQLite has other settings than Atrium needs: {wrong}."
    if damage != "ok":
        yield Verdict.BAD, f"SQLite finds damage ({damage}); restore a backup."
    if not wrong and damage == "ok":
        yield Verdict.GOOD, f"SQLite at {connection.settings_dict['NAME']} answers and is whole."


@examines("migrations")
def migrations() -> Verdicts:
    """None is missing."""
    missing = pending()
    if missing:
        yield (
            Verdict.BAD,
            f"{len(missing)} are missing, the first is {missing[0]}. Run: atrium migrate",
        )
    else:
        yield Verdict.GOOD, "All are applied."


@mends("migrations")
def apply_missing() -> str:
    """Bring the database up to date."""
    return f"Applied {len(migrate())} migrations."


@examines("storage")
def storage() -> Verdicts:
    """A file can be written, read and removed."""
    name = default_storage.save("doctor.txt", ContentFile(b"Atrium"))
    try:
        with default_storage.open(name) as file:
            same = file.read() == b"Atrium"
    finally:
        default_storage.delete(name)
    if same:
        yield Verdict.GOOD, "A file was written, read and removed."
    else:
        yield Verdict.BAD, "A file came back other than it was written."


@examines("mail")
def mail() -> Verdicts:
    """It leaves the house."""
    if django.conf.settings.MAILERS["default"]["BACKEND"].endswith("smtp.EmailBackend"):
        yield (
            Verdict.GOOD,
            f"Leaves by {django.conf.settings.MAILERS['default']['OPTIONS']['host']}.",
        )
    else:
        yield (
            Verdict.WARN,
            "Does not leave this machine. Set ATRIUM_EMAIL_URL, like smtp://user:password@host:587.",
        )


@examines("settings")
def settings() -> Verdicts:
    """Django's own checks, those for deployment included; what only https brings in one sentence."""
    found = checks.run_checks(include_deployment_checks=True, databases=["default"])
    if not django.conf.settings.BASE_URL.startswith("https://"):
        found = [message for message in found if message.id not in ONLY_WITH_HTTPS]
        served = f"Served at {django.conf.settings.BASE_URL} without https: right on this machine"
        mend = "on a network put a proxy with https in front and set ATRIUM_BASE_URL to its address"
        yield Verdict.WARN, f"{served}; {mend}."
    for message in found:
        verdict = Verdict.BAD if message.level >= checks.ERROR else Verdict.WARN
        yield verdict, " ".join(f"{message.msg} {message.hint or ''}".split())
    if not found and django.conf.settings.BASE_URL.startswith("https://"):
        yield Verdict.GOOD, "Nothing to say."
