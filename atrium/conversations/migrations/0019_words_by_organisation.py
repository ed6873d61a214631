"""Each entry of the index of messages also says of which organisation it is, so that all of one's messages are searched.

The marks of an entry are those of 0013_words_of_messages, and one more: ``x`` by subject and text, ``y`` by the subject.
"""

from importlib import import_module

from django.db import migrations

words = import_module("atrium.conversations.migrations.0013_words_of_messages")
SIGNS = {"sqlite": "char(57344)", "postgresql": "'#'"}


def _marked(statement, vendor):
    sign = SIGNS[vendor]
    mark = (
        f"CASE WHEN entry.whole = 1 THEN {sign} || 'x' ELSE {sign} || 'y' END || f.organisation_id"
    )
    return statement.replace("END || f.client_id", f"END || f.client_id || ' ' || {mark}")


def _statements(vendor):
    """What removes the entries and writes them anew, as 0013 has it."""
    if vendor == "sqlite":
        yield from (f"DROP TRIGGER conversations_words_{name}" for name in words.NAMES)
        yield "DELETE FROM conversations_words"
        yield from words.SQLITE[1:]
    else:
        yield "TRUNCATE conversations_words"
        [writes] = [one for one in words.POSTGRESQL if "FUNCTION conversations_write_words" in one]
        yield writes.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
        yield words.POSTGRESQL[-1]


def mark(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in _statements(vendor):
        schema_editor.execute(_marked(statement, vendor), params=None)


def unmark(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("conversations", "0018_listening")]
    operations = [migrations.RunPython(mark, unmark)]
