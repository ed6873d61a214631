"""A row cannot point into another organisation, whatever wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter
from django.test.utils import isolate_apps

from atrium.organisations.constraints import SameOrganisation

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db(transaction=True)


def _model(name: str, *, constraints: list[models.BaseConstraint], **fields: Any) -> Any:
    return migrations.CreateModel(
        name=name,
        fields=[
            ("id", models.BigAutoField(primary_key=True)),
            ("organisation", models.ForeignKey("walled.Organisation", models.CASCADE)),
            *fields.items(),
        ],
        options={"constraints": constraints},
    )


class Walled:
    """Two organisations, each with a client; notes point to clients."""

    def __init__(self) -> None:
        self.state = ProjectState()
        self.made: list[str] = []

    def migrate(self, *operations: migrations.operations.base.Operation) -> None:
        with connection.schema_editor() as editor:
            for operation in operations:
                before = self.state.clone()
                operation.state_forwards("walled", self.state)
                operation.database_forwards("walled", editor, before, self.state)

    def __getitem__(self, name: str) -> Any:
        return self.state.apps.get_model("walled", name)

    def drop(self) -> None:
        with connection.schema_editor() as editor:
            for model in reversed(list(self.state.apps.get_models())):
                editor.delete_model(model)


@pytest.fixture
def walled() -> Iterator[Walled]:
    walled = Walled()
    key = models.UniqueConstraint(fields=["organisation", "id"], name="walled_client_key")
    client = models.ForeignKey("walled.Client", models.CASCADE, null=True, db_constraint=False)
    walled.migrate(
        migrations.CreateModel("Organisation", [("id", models.BigAutoField(primary_key=True))]),
        # The key comes last: the constraint must wait for it.
        _model("Client", constraints=[]),
        _model(
            "Note",
            constraints=[SameOrganisation("client", name="walled_note_client")],
            client=client,
            text=models.TextField(default=""),
        ),
        migrations.AddConstraint("Client", key),
    )
    acme = walled["Organisation"].objects.create()
    rival = walled["Organisation"].objects.create()
    walled["Client"].objects.create(organisation=acme)
    walled["Client"].objects.create(organisation=rival)
    yield walled
    walled.drop()


def _ids(walled: Walled) -> tuple[int, int, int]:
    """Acme's id, the id of its own client, the id of its rival's client."""
    own, foreign = walled["Client"].objects.order_by("id")
    return own.organisation_id, own.pk, foreign.pk


def test_a_row_of_the_same_organisation_is_stored(walled: Walled) -> None:
    acme, own, _ = _ids(walled)
    walled["Note"].objects.create(organisation_id=acme, client_id=own)
    walled["Note"].objects.create(organisation_id=acme, client_id=None)
    assert walled["Note"].objects.count() == 2


def test_a_row_cannot_be_made_in_another_organisation(walled: Walled) -> None:
    acme, _, foreign = _ids(walled)
    with pytest.raises(IntegrityError):
        walled["Note"].objects.create(organisation_id=acme, client_id=foreign)
    assert walled["Note"].objects.count() == 0


def test_a_row_cannot_be_moved_into_another_organisation(walled: Walled) -> None:
    acme, own, foreign = _ids(walled)
    note = walled["Note"].objects.create(organisation_id=acme, client_id=own)
    with pytest.raises(IntegrityError):
        walled["Note"].objects.update(client_id=foreign)
    note.refresh_from_db()
    assert note.client_id == own


def test_a_client_with_notes_cannot_change_its_organisation(walled: Walled) -> None:
    acme, own, foreign = _ids(walled)
    walled["Note"].objects.create(organisation_id=acme, client_id=own)
    rival = walled["Client"].objects.get(pk=foreign).organisation_id
    with pytest.raises(IntegrityError):
        walled["Client"].objects.filter(pk=own).update(organisation_id=rival)


def test_it_is_checked_when_the_transaction_commits(walled: Walled) -> None:
    acme, own, foreign = _ids(walled)
    with transaction.atomic():
        note = walled["Note"].objects.create(organisation_id=acme, client_id=foreign)
        walled["Note"].objects.filter(pk=note.pk).update(client_id=own)
    assert walled["Note"].objects.get().client_id == own


def test_it_survives_a_change_of_the_table(walled: Walled) -> None:
    walled.migrate(
        migrations.AlterField("Note", "text", models.CharField(max_length=9, default="")),
        migrations.AddField("Client", "name", models.TextField(unique=True, null=True)),
    )
    acme, _, foreign = _ids(walled)
    with pytest.raises(IntegrityError):
        walled["Note"].objects.create(organisation_id=acme, client_id=foreign)


def test_it_can_be_added_to_and_taken_from_a_table(walled: Walled) -> None:
    acme, own, foreign = _ids(walled)
    walled.migrate(migrations.RemoveConstraint("Note", "walled_note_client"))
    note = walled["Note"].objects.create(organisation_id=acme, client_id=foreign)
    note.delete()
    walled["Note"].objects.create(organisation_id=acme, client_id=own)
    constraint = SameOrganisation("client", name="walled_note_client")
    walled.migrate(migrations.AddConstraint("Note", constraint))
    with pytest.raises(IntegrityError):
        walled["Note"].objects.create(organisation_id=acme, client_id=foreign)


def test_a_table_that_refers_to_itself(walled: Walled) -> None:
    parent = models.ForeignKey("walled.Team", models.CASCADE, null=True, db_constraint=False)
    key = models.UniqueConstraint(fields=["organisation", "id"], name="walled_team_key")
    above = SameOrganisation("parent", name="walled_team_parent")
    walled.migrate(
        _model("Team", constraints=[key, above], parent=parent),
        migrations.AddField("Team", "name", models.TextField(unique=True, null=True)),
    )
    acme, rival = walled["Organisation"].objects.order_by("id")
    top = walled["Team"].objects.create(organisation=acme)
    walled["Team"].objects.create(organisation=acme, parent=top)
    with pytest.raises(IntegrityError):
        walled["Team"].objects.create(organisation=rival, parent=top)


def test_a_migration_can_write_it_down() -> None:
    constraint = SameOrganisation("client", name="clients_note_client_same_org")
    text, imports = MigrationWriter.serialize(constraint)
    scope: dict[str, Any] = {}
    exec("\n".join(imports), scope)  # noqa: S102 the writer's own output
    assert eval(text, scope) == constraint  # noqa: S307
    assert constraint.clone() == constraint
    assert constraint != SameOrganisation("client", name="another")


@isolate_apps("atrium.organisations")
def test_its_check_names_the_key_that_is_missing() -> None:
    class Organisation(models.Model):
        class Meta:
            app_label = "organisations"

    class Client(models.Model):
        organisation = models.ForeignKey(Organisation, models.CASCADE)

        class Meta:
            app_label = "organisations"

    class Note(models.Model):
        organisation = models.ForeignKey(Organisation, models.CASCADE)
        client = models.ForeignKey(Client, models.CASCADE)

        class Meta:
            app_label = "organisations"
            constraints = [SameOrganisation("client"), SameOrganisation("id", name="wrong")]

    [missing] = Note._meta.constraints[0].check(Note, connection)
    assert (
        missing.hint
        == "Add UniqueConstraint(fields=['organisation', 'id']) to organisations.Client."
    )
    assert Note._meta.constraints[0].name == "organisations_note_client_same_org"
    [wrong] = Note._meta.constraints[1].check(Note, connection)
    assert wrong.msg == "SameOrganisation: organisations.Note.id is no foreign key."
