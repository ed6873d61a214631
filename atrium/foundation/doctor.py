"""The checks of what everything stands on: database, migrations, storage, settings."""

from __future__ import annotations

import shutil
import smtplib
from collections.abc import Iterator

import django.conf
from django.core import checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import mailers
from django.db import connection

from atrium.foundation.buckets import bucket_errors
from atrium.foundation.health import Verdict, examines, mends
from atrium.foundation.migrating import migrate, pending
from atrium.foundation.translation import gettext

type Verdicts = Iterator[tuple[Verdict, str]]

# Bytes: what a backup or a large import wants beside it, and what a few requests write.
LITTLE, NONE_LEFT = 1_000_000_000, 50_000_000
ONLY_WITH_HTTPS = {"security.W004", "security.W008", "security.W012", "security.W016"}
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


@examines("disk")
def disk() -> Verdicts:
    """There is room where the data lies: without any, SQLite says no more than that reading or writing failed."""
    data = django.conf.settings.DATA
    room = shutil.disk_usage(data).free
    if room < LITTLE:
        words = gettext("Only {megabytes} MB are free where {data} lies. Make room on that disk.")
        verdict = Verdict.BAD if room < NONE_LEFT else Verdict.WARN
    else:
        words = gettext("{megabytes} MB are free where {data} lies.")
        verdict = Verdict.GOOD
    yield verdict, words.format(megabytes=f"{room / 1e6:,.0f}", data=data)


@examines("database")
def database() -> Verdicts:
    """It answers, and SQLite has the settings without which a write may be lost."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        if connection.vendor != "sqlite":
            version = connection.pg_version // 10_000  # type: ignore[attr-defined]
            yield Verdict.GOOD, gettext("PostgreSQL {version} answers.").format(version=version)
            return
        wrong = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
        damage = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
    wrong = {name: value for name, value in wrong.items() if value != PRAGMAS[name]}
    if wrong:
        yield (
            Verdict.BAD,
            gettext("SQLite has other settings than Atrium needs: {wrong}.").format(wrong=wrong),
        )
    if damage != "ok":
        yield (
            Verdict.BAD,
            gettext("SQLite finds damage ({damage}); restore a backup.").format(damage=damage),
        )
    if not wrong and damage == "ok":
        yield (
            Verdict.GOOD,
            gettext("SQLite at {NAME} answers and is whole.").format(
                NAME=connection.settings_dict["NAME"]
            ),
        )


@examines("migrations")
def migrations() -> Verdicts:
    """None is missing."""
    missing = pending()
    if missing:
        yield (
            Verdict.BAD,
            gettext("{count} are missing, the first is {missing}. Run: atrium migrate").format(
                count=len(missing), missing=missing[0]
            ),
        )
    else:
        yield Verdict.GOOD, gettext("All are applied.")


@mends("migrations")
def apply_missing() -> str:
    """Bring the database up to date."""
    return gettext("Applied {count} migrations.").format(count=len(migrate()))


def _comes_back() -> bool:
    name = default_storage.save("doctor.txt", ContentFile(b"Atrium"))
    try:
        with default_storage.open(name) as file:
            return bool(file.read() == b"Atrium")
    finally:
        default_storage.delete(name)


@examines("storage")
def storage() -> Verdicts:
    """A file can be written, read and removed."""
    try:
        same = _comes_back()
    except bucket_errors() as error:
        yield (
            Verdict.BAD,
            gettext(
                "The bucket says: {error} Look at ATRIUM_STORAGE_URL and at its server."
            ).format(error=str(error).strip().rstrip(".") + "."),
        )
        return
    if same:
        yield Verdict.GOOD, gettext("A file was written, read and removed.")
    else:
        yield Verdict.BAD, gettext("A file came back other than it was written.")


@examines("mail")
def mail() -> Verdicts:
    """It leaves the house, by a server that lets us in."""
    if django.conf.settings.MAILERS["default"]["BACKEND"].endswith("smtp.EmailBackend"):
        host = django.conf.settings.MAILERS["default"]["OPTIONS"]["host"]
        try:
            with mailers.default:
                verdict, words = Verdict.GOOD, gettext("Leaves by {host}.").format(host=host)
        except (OSError, smtplib.SMTPException) as error:
            refusal = gettext("{host} does not let us in: {error}. Look at ATRIUM_EMAIL_URL.")
            said = str(error).strip().rstrip(".")
            verdict, words = Verdict.BAD, refusal.format(host=host, error=said)
        yield verdict, words
    else:
        yield (
            Verdict.WARN,
            gettext(
                "Does not leave this machine. Set ATRIUM_EMAIL_URL, like smtp://user:password@host:587."
            ),
        )


@examines("settings")
def settings() -> Verdicts:
    """Django's own checks, those for deployment included; what only https brings in one sentence."""
    found = checks.run_checks(include_deployment_checks=True, databases=["default"])
    if not django.conf.settings.BASE_URL.startswith("https://"):
        found = [message for message in found if message.id not in ONLY_WITH_HTTPS]
        served = gettext("Served at {base} without https: right on this machine").format(
            base=django.conf.settings.BASE_URL
        )
        mend = gettext(
            "on a network put a proxy with https in front and set ATRIUM_BASE_URL to its address"
        )
        yield Verdict.WARN, f"{served}; {mend}."
    for message in found:
        verdict = Verdict.BAD if message.level >= checks.ERROR else Verdict.WARN
        yield verdict, " ".join(f"{message.msg} {message.hint or ''}".split())
    if not found and django.conf.settings.BASE_URL.startswith("https://"):
        yield Verdict.GOOD, gettext("Nothing to say.")
