"""Location types say themselves what is posted there, which was read from their name until now."""

from typing import Any

from django.db import migrations
from django.db.models import F

from atrium.organisations import current

RECEIVES = {"mailing": "letters", "billing": "bills"}


def begin(apps: Any, schema_editor: Any) -> None:
    types = apps.get_model("clients", "LocationType").objects
    organisations = apps.get_model("organisations", "Organisation").objects
    with current.unscoped("a migration is about every organisation"):
        for label_key, receives in RECEIVES.items():
            types.filter(label_key=label_key, receives="").update(receives=receives)
        organisations.update(lexicon_version=F("lexicon_version") + 1)


class Migration(migrations.Migration):
    dependencies = [("clients", "0027_what_is_posted_where")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
