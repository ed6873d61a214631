"""Events can be added and nothing else, except while an erasure stands in its own table."""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER timeline_event_no_{verb} BEFORE {verb} ON timeline_event
    WHEN NOT EXISTS (SELECT 1 FROM timeline_erasing WHERE organisation_id = OLD.organisation_id)
    BEGIN SELECT RAISE(ABORT, 'events are never changed and never removed'); END
    """.format(verb=verb)
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """
    CREATE FUNCTION timeline_event_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NOT EXISTS (
        SELECT 1 FROM timeline_erasing WHERE organisation_id = OLD.organisation_id
      ) THEN
        RAISE EXCEPTION 'events are never changed and never removed';
      END IF;
      RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END $$
    """,
    """
    CREATE TRIGGER timeline_event_is_final BEFORE UPDATE OR DELETE ON timeline_event
    FOR EACH ROW EXECUTE FUNCTION timeline_event_is_final()
    """,
]


def guard(apps, schema_editor):
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER timeline_event_no_UPDATE")
        schema_editor.execute("DROP TRIGGER timeline_event_no_DELETE")
    else:
        schema_editor.execute("DROP TRIGGER timeline_event_is_final ON timeline_event")
        schema_editor.execute("DROP FUNCTION timeline_event_is_final()")


class Migration(migrations.Migration):
    dependencies = [("timeline", "0002_erasing")]
    operations = [migrations.RunPython(guard, unguard)]
