"""Languages that were written out ("German") become their codes; what is no language we know stays."""

from typing import Any

from django.db import migrations

from atrium.foundation.formats import FormatError, language
from atrium.organisations import current


def name_by_code(apps: Any, schema_editor: Any) -> None:
    with current.unscoped("a migration is about every organisation"):
        for name in ("Client", "Contact"):
            rows = apps.get_model("clients", name).objects
            texts = rows.exclude(language="").order_by().values_list("language", flat=True)
            for text in list(texts.distinct()):
                try:
                    code = language.parse(text).code
                except FormatError:
                    continue
                if code != text:
                    rows.filter(language=text).update(language=code)


class Migration(migrations.Migration):
    dependencies = [("clients", "0015_preferences")]

    operations = [migrations.RunPython(name_by_code, migrations.RunPython.noop)]
