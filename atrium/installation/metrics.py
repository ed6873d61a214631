"""Backups and the database, for Prometheus."""

from __future__ import annotations

from pathlib import Path

from django.db import connection
from django.utils import timezone

from atrium.foundation.metrics import Values, gauge
from atrium.installation.models import Backup


@gauge(
    "atrium_backup_age_seconds",
    "Age of the newest backup that stands, and of the last proved restore",
    "what",
)
def backups() -> Values:
    """Nothing where there is none."""
    now = timezone.now()
    made, proved = (
        Backup.objects.all().standing().order_by("-started_at").first(),
        Backup.last_proved(),
    )
    if made:
        yield ("made",), (now - made.started_at).total_seconds()
    if proved and proved.checked_at:
        yield ("proved",), (now - proved.checked_at).total_seconds()


@gauge("atrium_database_bytes", "Size of the database")
def database() -> Values:
    """The file of SQLite with what is not yet merged into it, or what PostgreSQL says."""
    if connection.vendor == "sqlite":
        file = Path(str(connection.settings_dict["NAME"]))
        parts = (file, file.with_name(f"{file.name}-wal"))
        yield (), sum(part.stat().st_size for part in parts if part.exists())
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        yield (), cursor.fetchone()[0]


@gauge(
    "atrium_database_connections",
    "Connections to the database by their state; PostgreSQL alone",
    "state",
)
def connections() -> Values:
    """As far as the role may see them."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() GROUP BY 1"
        )
        for state, count in cursor.fetchall():
            yield (state,), count
