"""The third wall alone: PostgreSQL shows a session only the rows of the organisation it was told."""

# ruff: noqa: PT012 - the rows are read inside the transaction that fails

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.db import ProgrammingError, connection, migrations, models, transaction
from django.db.migrations.state import ProjectState

from atrium.organisations import current
from atrium.organisations.walls import rls, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="row-level security is PostgreSQL's"
    ),
]
ACME, RIVAL = 5, 6


@pytest.fixture
def client() -> Iterator[Any]:
    """A table the guard does not know and plain managers: neither of the other walls stands."""
    state = ProjectState()
    fields: list[tuple[str, models.Field[Any, Any]]] = [
        ("id", models.BigAutoField(primary_key=True)),
        ("organisation", models.BigIntegerField()),
        ("name", models.TextField()),
    ]
    table = migrations.CreateModel("Client", fields)
    with connection.schema_editor() as editor:
        table.state_forwards("thirdwall", state)
        table.database_forwards("thirdwall", editor, ProjectState(), state)
    model = state.apps.get_model("thirdwall", "Client")
    assert rls.weaknesses(connection, ["thirdwall_client"]) == [
        "The table thirdwall_client has no forced policy. Run the migrations."
    ]
    assert rls.fortify(connection, [model]) == ["thirdwall_client"]
    assert rls.fortify(connection, [model]) == []
    with connection.execute_wrapper(rls.tell):
        for organisation in (ACME, RIVAL):
            with current.entered(organisation):
                model.objects.create(organisation=organisation, name=f"of {organisation}")
        yield model
    with connection.schema_editor() as editor:
        editor.delete_model(model)


def _names(client: Any) -> list[str]:
    return sorted(client.objects.values_list("name", flat=True))


def test_each_organisation_sees_its_own_rows(client: Any) -> None:
    with current.entered(ACME):
        assert _names(client) == ["of 5"]
        with current.entered(RIVAL):
            assert _names(client) == ["of 6"]
        assert _names(client) == ["of 5"]


def test_nobody_sees_nothing(client: Any) -> None:
    assert _names(client) == []


def test_a_row_cannot_be_changed_removed_or_made_elsewhere(client: Any) -> None:
    with current.entered(ACME):
        assert client.objects.filter(name="of 6").update(name="stolen") == 0
        assert client.objects.filter(name="of 6").delete()[0] == 0
        with pytest.raises(ProgrammingError, match="row-level security"):
            client.objects.create(organisation=RIVAL, name="planted")
        with pytest.raises(ProgrammingError, match="row-level security"):
            client.objects.update(organisation=RIVAL)
    with current.unscoped("a test"):
        assert _names(client) == ["of 5", "of 6"]


def test_unscoped_ends_with_its_block(client: Any) -> None:
    with current.unscoped("a test"):
        assert _names(client) == ["of 5", "of 6"]
    assert _names(client) == []


def test_a_rollback_does_not_leave_the_organisation_behind(client: Any) -> None:
    with current.entered(ACME):
        assert _names(client) == ["of 5"]
    with pytest.raises(ZeroDivisionError), current.entered(RIVAL), transaction.atomic():
        assert _names(client) == ["of 6"]
        raise ZeroDivisionError
    with current.entered(RIVAL):
        assert _names(client) == ["of 6"]
    assert _names(client) == []


def test_a_savepoint_rolled_back_does_not_either(client: Any) -> None:
    with transaction.atomic():
        with current.entered(ACME):
            assert _names(client) == ["of 5"]
        with pytest.raises(ProgrammingError), current.entered(RIVAL), transaction.atomic():
            assert _names(client) == ["of 6"]
            client.objects.raw("SELECT no_such_column FROM thirdwall_client")[0]
        with current.entered(RIVAL):
            assert _names(client) == ["of 6"]
        with current.entered(ACME):
            assert _names(client) == ["of 5"]
        assert _names(client) == []


def test_a_new_connection_has_been_told_nothing(client: Any) -> None:
    with current.entered(ACME):
        assert _names(client) == ["of 5"]
        connection.close()
        with connection.execute_wrapper(rls.tell):
            assert _names(client) == ["of 5"]
    assert _names(client) == []


def test_it_is_told_once_for_many_statements(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    original = rls._words  # noqa: SLF001

    def listen(*given: Any) -> str:
        told.append(given[1])
        return original(*given)

    monkeypatch.setattr(rls, "_words", listen)
    with current.entered(ACME):
        for _ in range(3):
            _names(client)
    assert told == [(ACME, False)]


@pytest.mark.parametrize("pooled", [False, True])
def test_it_is_told_in_the_same_message(client: Any, *, pooled: bool) -> None:
    """No second way to the server, nor a transaction around a statement that stands alone."""
    sent: list[str] = []
    held: Any = connection
    settings_dict = held.settings_dict
    before, settings_dict["POOLED"] = settings_dict.get("POOLED"), pooled
    try:
        held.told = None
        with _listening(held.connection, sent), current.entered(ACME):
            assert _names(client) == ["of 5"]
            assert client.objects.filter(name="of 5").update(name="now 5") == 1
            assert _names(client) == ["now 5"]
    finally:
        settings_dict["POOLED"] = before
    words = [text.count("set_config('atrium.organisation', '5'") for text in sent]
    assert words == ([1, 1, 1] if pooled else [1, 0, 0])


@contextmanager
def _listening(raw: Any, sent: list[str]) -> Iterator[None]:
    """Hear each message of the cursors of this session."""

    class Heard(raw.cursor_factory):  # type: ignore[misc]
        def _execute_send(self, query: Any, **options: Any) -> None:
            sent.append(query.query.decode())
            super()._execute_send(query, **options)

    usual, raw.cursor_factory = raw.cursor_factory, Heard
    try:
        yield
    finally:
        raw.cursor_factory = usual


def test_a_statement_that_fails_has_told_nothing(client: Any) -> None:
    assert _names(client) == []
    with current.entered(ACME), pytest.raises(ProgrammingError):
        client.objects.raw("SELECT no_such_column FROM thirdwall_client")[0]
    assert connection.connection.words == ""
    with connection.connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM thirdwall_client")
        assert cursor.fetchone() == (0,)
    with current.entered(ACME):
        assert _names(client) == ["of 5"]


def test_a_role_that_cannot_be_held_and_a_table_without_a_policy_are_named(client: Any) -> None:
    assert rls.weaknesses(connection, ["thirdwall_client"]) == []
    assert rls.check_role(databases=["default"]) == []


def test_every_table_of_an_organisation_has_the_wall() -> None:
    assert (
        rls.weaknesses(connection, [model._meta.db_table for model in tables.owned_models()]) == []
    )


def test_a_session_that_was_told_compiles_no_statements(client: Any) -> None:
    with current.entered(ACME), connection.cursor() as cursor:
        assert _names(client) == [f"of {ACME}"]
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
