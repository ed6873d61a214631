"""Organisations that are here already get the first rules, and their doubled names stay allowed."""

from typing import Any

from django.db import migrations
from django.db.models import Exists, OuterRef

from atrium.clients.tasks import recount_all
from atrium.organisations import current


def begin(apps: Any, schema_editor: Any) -> None:
    client = apps.get_model("clients", "Client")
    role = apps.get_model("clients", "ContactRole")
    rule = apps.get_model("clients", "Rule")
    type_ = apps.get_model("clients", "LocationType")
    with current.unscoped("a migration is about every organisation"):
        older = client.objects.filter(
            organisation=OuterRef("organisation"),
            name_key=OuterRef("name_key"),
            state=0,
            pk__lt=OuterRef("pk"),
        )
        client.objects.filter(Exists(older), state=0).update(namesake=True)
        type_.objects.filter(label_key="service").update(visited=True)
        for organisation in apps.get_model("organisations", "Organisation").objects.all():
            roles = role.objects.filter(organisation=organisation, label_key="emergency")
            rule.objects.bulk_create(
                rule(organisation=organisation, **values) for values in _rules(roles.first())
            )
            organisation.lexicon_version += 1
            organisation.save(update_fields=["lexicon_version"])
            recount_all.enqueue(organisation.pk)


def _rules(emergency: Any) -> list[dict[str, Any]]:
    everyone = {"condition": "all"}
    rules = [
        everyone | {"requirement": "reach", "weight": 3, "always": True},
        everyone | {"requirement": "phone"},
        everyone | {"requirement": "email"},
        everyone | {"requirement": "address"},
        {"condition": "visited", "requirement": "service_address", "weight": 2},
        {"condition": "kind", "value": "company", "requirement": "contact"},
        everyone | {"requirement": "owner"},
        everyone | {"requirement": "detail", "target": "came_from"},
        everyone | {"requirement": "sound_reach"},
        everyone | {"requirement": "sound_postcode"},
    ]
    if emergency is not None:
        role = {"requirement": "role", "target": str(emergency.pk)}
        rules.append({"condition": "visited", "active": False} | role)
    return rules


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0009_places_rules_and_names"),
        ("queue", "0001_task_runs"),
    ]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
