"""Statuses and contact roles say themselves what was read from their colour and their name until now.

Organisations founded earlier get the relation kinds and team roles that new ones start with, unless
they ever kept such a list; people who came before the search for people are found by it.
"""

from typing import Any

from django.db import migrations
from django.db.models import Exists, OuterRef

from atrium.clients.tasks import index_people
from atrium.foundation.formats.names import fold
from atrium.organisations import current

RELATION_KINDS = [
    ("Parent", "Subsidiary", True),
    ("Head office", "Branch", True),
    ("Company", "Department", True),
    ("Related", "", False),
    ("Referred by", "Referred", False),
    ("Partner", "", False),
    ("Vendor", "Customer", False),
    ("Competitor", "", False),
]
TEAM_ROLES = ["Account manager", "Project lead", "Deputy", "Bookkeeper", "Field work", "Backup"]


def begin(apps: Any, schema_editor: Any) -> None:
    status = apps.get_model("clients", "Status")
    organisations = apps.get_model("organisations", "Organisation").objects
    with current.unscoped("a migration is about every organisation"):
        status.objects.filter(tone__in=("neutral", "bad")).update(is_closed=True)
        for organisation in list(organisations.all()):
            _reached_for(apps, organisation)
            _first_words(apps, organisation)
            _people(apps, organisation)
            organisation.lexicon_version += 1
            organisation.save(update_fields=["lexicon_version"])


def _reached_for(apps: Any, organisation: Any) -> None:
    roles = apps.get_model("clients", "ContactRole").objects.filter(organisation=organisation)
    for use in ("billing", "emergency"):
        roles.filter(label_key=use, reached_for="").update(reached_for=use)


def _first_words(apps: Any, organisation: Any) -> None:
    kinds = [
        {"label": label, "reverse": reverse, "hierarchical": hierarchical}
        for label, reverse, hierarchical in RELATION_KINDS
    ]
    for name, words in (("RelationKind", kinds), ("TeamRole", [{"label": r} for r in TEAM_ROLES])):
        model, changes = apps.get_model("clients", name), apps.get_model("timeline", "Change")
        ever = changes.objects.filter(organisation=organisation, model=f"clients.{name.lower()}")
        if ever.exists() or model.objects.filter(organisation=organisation).exists():
            continue
        model.objects.bulk_create(
            model(
                organisation=organisation,
                label_key=fold(str(word["label"])),
                position=position,
                **word,
            )
            for position, word in enumerate(words)
        )


def _people(apps: Any, organisation: Any) -> None:
    tokens = apps.get_model("clients", "PersonToken").objects
    mine = tokens.filter(organisation=organisation, contact_key=OuterRef("pk"))
    people = apps.get_model("clients", "Contact").objects.filter(organisation=organisation)
    if people.filter(~Exists(mine)).exists():
        index_people.enqueue(organisation.pk)


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0021_what_words_mean"),
        ("queue", "0001_task_runs"),
        ("timeline", "0001_first_models"),
    ]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
