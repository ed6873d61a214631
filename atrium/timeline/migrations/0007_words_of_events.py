"""A full-text index over what events are found by, kept by the database itself whoever writes them.

One word of each entry names the client, so that a client's words are one list of the index; nobody can write it, since
it begins with what is no letter: a character of private use, which unicode61 keeps, or a hash.
"""

import unicodedata

from django.db import migrations

ENTRY = "char(57344) || {row}.client_id || ' ' || {row}.text"
VECTOR = "array_to_tsvector(timeline_folded({row}.text) || ('#' || {row}.client_id))"
OLD, NEW = ENTRY.format(row="OLD"), ENTRY.format(row="NEW")
TAKE = f"INSERT INTO timeline_words (timeline_words, rowid, words) SELECT 'delete', OLD.id, {OLD} WHERE OLD.text <> ''"
ADD = f"INSERT INTO timeline_words (rowid, words) SELECT NEW.id, {NEW} WHERE NEW.text <> ''"
SQLITE = [
    """
    CREATE VIRTUAL TABLE timeline_words USING fts5(
        words, content='', detail='none', tokenize="unicode61 remove_diacritics 2")
    """,
    f"CREATE TRIGGER timeline_words_add AFTER INSERT ON timeline_event BEGIN {ADD}; END",
    f"""
    CREATE TRIGGER timeline_words_change AFTER UPDATE OF client_id, text ON timeline_event
    BEGIN {TAKE}; {ADD}; END
    """,
    f"CREATE TRIGGER timeline_words_take AFTER DELETE ON timeline_event BEGIN {TAKE}; END",
    f"""
    INSERT INTO timeline_words (rowid, words)
    SELECT id, {ENTRY.format(row="timeline_event")} FROM timeline_event WHERE text <> ''
    """,
]

# Letters with a mark, each to its letter, as unicode61 folds them.
_BARE = {
    letter: unicodedata.normalize("NFD", letter.lower())[0]
    for letter in map(chr, (*range(0xC0, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000)))
    if unicodedata.normalize("NFD", letter) != letter
}
_FROM, _TO = "".join(_BARE), "".join(_BARE.values())
# A word of an index has room for 2,046 bytes.
POSTGRESQL = [
    f"""
    CREATE FUNCTION timeline_folded(given text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT coalesce(array_agg(DISTINCT left(word, 200)), '{{}}') FROM regexp_split_to_table(
        lower(translate(normalize(given, NFKC), '{_FROM}', '{_TO}') COLLATE {{collation}}), '[^[:alnum:]]+') AS word WHERE word <> ''
    $$
    """,
    "CREATE TABLE timeline_words (event_id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX timeline_words_gin ON timeline_words USING gin (words)",
    f"""
    CREATE FUNCTION timeline_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP <> 'INSERT' THEN DELETE FROM timeline_words WHERE event_id = OLD.id; END IF;
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      IF NEW.text <> '' THEN
        INSERT INTO timeline_words VALUES (NEW.id, {VECTOR.format(row="NEW")});
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER timeline_keep_words AFTER INSERT OR DELETE OR UPDATE OF client_id, text ON timeline_event
    FOR EACH ROW EXECUTE FUNCTION timeline_keep_words()
    """,
    f"""
    INSERT INTO timeline_words SELECT id, {VECTOR.format(row="timeline_event")}
    FROM timeline_event WHERE text <> ''
    """,
]
WITHOUT_SQLITE = [
    *(f"DROP TRIGGER timeline_words_{verb}" for verb in ("add", "change", "take")),
    "DROP TABLE timeline_words",
]
WITHOUT_POSTGRESQL = [
    "DROP TRIGGER timeline_keep_words ON timeline_event",
    "DROP FUNCTION timeline_keep_words()",
    "DROP TABLE timeline_words",
    "DROP FUNCTION timeline_folded(text)",
]


def _run(schema_editor, sqlite, postgresql):
    if schema_editor.connection.vendor == "sqlite":
        for statement in sqlite:
            schema_editor.execute(statement, params=None)
        return
    with schema_editor.connection.cursor() as cursor:
        # The database's own collation may know no letters but those of English.
        cursor.execute("SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu'")
        collation = '"und-x-icu"' if cursor.fetchone() else '"default"'
    for statement in postgresql:
        schema_editor.execute(statement.replace("{collation}", collation), params=None)


def index(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRESQL)


def forget(apps, schema_editor):
    _run(schema_editor, WITHOUT_SQLITE, WITHOUT_POSTGRESQL)


class Migration(migrations.Migration):
    dependencies = [("timeline", "0006_events_by_subject")]
    operations = [migrations.RunPython(index, forget)]
