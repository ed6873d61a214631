"""Organisations that are here already get the first roles in jobs, and those that they wrote by hand."""

from typing import Any

from django.db import migrations

from atrium.foundation.formats.names import fold
from atrium.organisations import current

ROLES = ("Landlord", "Tenant", "Managing agent", "Insurer", "Main contractor")


def begin(apps: Any, schema_editor: Any) -> None:
    role, part = apps.get_model("jobs", "JobRole"), apps.get_model("jobs", "Participation")
    with current.unscoped("a migration is about every organisation"):
        for organisation in apps.get_model("organisations", "Organisation").objects.all():
            parts = part.objects.filter(organisation=organisation, kept="own")
            words = parts.order_by("own").values_list("own", flat=True).distinct()
            known = {fold(label): label for label in ROLES}
            for word in words:
                label = known.setdefault(fold(word), word)
                if label != word:
                    parts.filter(own=word).update(own=label)
            role.objects.bulk_create(
                role(organisation=organisation, label=label, label_key=key[:80], position=place)
                for place, (key, label) in enumerate(known.items())
            )
            organisation.lexicon_version += 1
            organisation.save(update_fields=["lexicon_version"])


class Migration(migrations.Migration):
    dependencies = [("jobs", "0004_job_roles")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
