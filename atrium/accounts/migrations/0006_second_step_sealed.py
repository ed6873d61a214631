"""Secrets of authenticator apps and the seeds of recovery codes are sealed; sealed ones stay as they are."""

from collections.abc import Callable
from typing import Any

from django.db import migrations

from atrium.foundation.secrets import seal, unseal

# Secrets were base32 and seeds hexadecimal, so neither begins like what is sealed.
BEGINS = "gAAAA"


def put_under_seal(apps: Any, schema_editor: Any) -> None:
    _write(apps, lambda text: text if text.startswith(BEGINS) else seal(text))


def take_from_seal(apps: Any, schema_editor: Any) -> None:
    _write(apps, lambda text: unseal(text) if text.startswith(BEGINS) else text)


def _write(apps: Any, made: Callable[[str], str]) -> None:
    rows = apps.get_model("mfa", "Authenticator").objects
    for row in list(rows.filter(type__in=["totp", "recovery_codes"])):
        kept = {name: made(row.data[name]) for name in ("secret", "seed") if name in row.data}
        rows.filter(pk=row.pk).update(data=row.data | kept)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_language"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(put_under_seal, take_from_seal)]
