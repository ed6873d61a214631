"""A full-text index over the words inside of files, kept by the database, and the first kinds of documents.

As the one over events: it knows no organisation but by a word that nobody can write, and answers keys.
"""

from typing import Any

from django.db import migrations

from atrium.foundation.formats.names import fold
from atrium.organisations import current

FIRST = ("Contract", "Agreement", "Report", "Proposal", "Certificate", "Invoice", "Photo")
ENTRY = "char(57344) || {row}.organisation_id || ' ' || {row}.text"
VECTOR = "array_to_tsvector(timeline_folded({row}.text) || ('#' || {row}.organisation_id))"
OLD, NEW = ENTRY.format(row="OLD"), ENTRY.format(row="NEW")
TAKE = f"INSERT INTO documents_words (documents_words, rowid, words) SELECT 'delete', OLD.id, {OLD} WHERE OLD.text <> ''"
ADD = f"INSERT INTO documents_words (rowid, words) SELECT NEW.id, {NEW} WHERE NEW.text <> ''"
SQLITE = [
    """
    CREATE VIRTUAL TABLE documents_words USING fts5(
        words, content='', detail='none', tokenize="unicode61 remove_diacritics 2")
    """,
    f"CREATE TRIGGER documents_words_add AFTER INSERT ON documents_content BEGIN {ADD}; END",
    f"""
    CREATE TRIGGER documents_words_change AFTER UPDATE OF text ON documents_content
    BEGIN {TAKE}; {ADD}; END
    """,
    f"CREATE TRIGGER documents_words_take AFTER DELETE ON documents_content BEGIN {TAKE}; END",
]
POSTGRESQL = [
    "CREATE TABLE documents_words (content_id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX documents_words_gin ON documents_words USING gin (words)",
    f"""
    CREATE FUNCTION documents_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP <> 'INSERT' THEN DELETE FROM documents_words WHERE content_id = OLD.id; END IF;
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      IF NEW.text <> '' THEN
        INSERT INTO documents_words VALUES (NEW.id, {VECTOR.format(row="NEW")});
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER documents_keep_words AFTER INSERT OR DELETE OR UPDATE OF text ON documents_content
    FOR EACH ROW EXECUTE FUNCTION documents_keep_words()
    """,
]
WITHOUT_SQLITE = [
    *(f"DROP TRIGGER documents_words_{verb}" for verb in ("add", "change", "take")),
    "DROP TABLE documents_words",
]
WITHOUT_POSTGRESQL = [
    "DROP TRIGGER documents_keep_words ON documents_content",
    "DROP FUNCTION documents_keep_words()",
    "DROP TABLE documents_words",
]


def _run(schema_editor: Any, sqlite: list[str], postgresql: list[str]) -> None:
    statements = sqlite if schema_editor.connection.vendor == "sqlite" else postgresql
    for statement in statements:
        schema_editor.execute(statement, params=None)


def index(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, SQLITE, POSTGRESQL)


def forget(apps: Any, schema_editor: Any) -> None:
    _run(schema_editor, WITHOUT_SQLITE, WITHOUT_POSTGRESQL)


def begin(apps: Any, schema_editor: Any) -> None:
    """Organisations that are here already get the kinds that new ones start with."""
    kind = apps.get_model("documents", "DocumentKind")
    with current.unscoped("a migration is about every organisation"):
        for organisation in apps.get_model("organisations", "Organisation").objects.all():
            kind.objects.bulk_create(
                kind(organisation=organisation, label=label, label_key=fold(label), position=place)
                for place, label in enumerate(FIRST)
            )


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_first_models"),
        ("timeline", "0007_words_of_events"),
    ]
    operations = [
        migrations.RunPython(index, forget),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
