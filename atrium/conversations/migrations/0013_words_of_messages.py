"""A full-text index over the messages of each client, kept by the database itself whoever writes them (X07, X10).

Each filing has two entries: 2 x its key by the subject alone, 2 x its key + 1 by subject and text. Besides its words an
entry bears marks, which say of which client it is and by what one sees the message: its author, the mailboxes
that hold it, its number, its level. So the index itself finds only what the asker may read, and takes no longer where
there is something that they may not. A mark begins with what no word can begin with.
"""

from django.db import migrations

# Of a longer text its beginning; a vector of PostgreSQL has room for a megabyte.
LONGEST = 100_000
SENT = "m.state NOT IN ('draft', 'scheduled', 'queued', 'leaving')"
HELD = "FROM conversations_holding h WHERE h.organisation_id = m.organisation_id AND h.message_id = m.id"
# (mark, what it names, where it stands); see message_words.py for who asks for which.
OWN = [
    ("a", "m.author_id", "m.author_id IS NOT NULL"),
    ("n", "m.number_id", f"m.number_id IS NOT NULL AND {SENT}"),
]
OTHERS = [
    ("l", "m.level", f"m.level IS NOT NULL AND {SENT}"),
    (
        "t",
        "m.number_id",
        f"m.level IS NULL AND m.number_id IS NOT NULL AND {SENT} AND NOT EXISTS (SELECT 1 {HELD})",
    ),
    (
        "o",
        "1",
        f"m.level IS NULL AND m.number_id IS NULL AND {SENT} AND NOT EXISTS (SELECT 1 {HELD})",
    ),
]
FROM = """
    FROM conversations_filing f
    JOIN conversations_message m ON m.organisation_id = f.organisation_id AND m.id = f.message_id
    CROSS JOIN (SELECT 0 AS whole UNION ALL SELECT 1) AS entry
"""
THE_MESSAGE = "f.organisation_id = {row}.organisation_id AND f.message_id = {row}.{key}"
KEYS = f"SELECT f.id * 2 + entry.whole {FROM}"


def _marks(sign):
    """The marks of an entry in one text, with spaces between."""
    marks = [f"CASE WHEN entry.whole = 1 THEN {sign} || 'w' ELSE {sign} || 's' END || f.client_id"]
    marks += [
        f"CASE WHEN {where} THEN {sign} || '{mark}' || {what} ELSE '' END"
        for mark, what, where in OWN + OTHERS
    ]
    gathered = "string_agg" if sign == "'#'" else "group_concat"
    marks.append(f"coalesce((SELECT {gathered}({sign} || 'k' || h.mailbox_id, ' ') {HELD}), '')")
    marks.append(
        f"CASE WHEN m.level IS NULL AND {SENT}"
        f" THEN coalesce((SELECT {gathered}({sign} || 'm' || h.mailbox_id, ' ') {HELD}), '') ELSE '' END"
    )
    return " || ' ' || ".join(marks)


WORDS = (
    f"m.subject || ' ' || CASE WHEN entry.whole = 1 THEN substr(m.text, 1, {LONGEST}) ELSE '' END"
)
ENTRY = f"SELECT f.id * 2 + entry.whole, {_marks('char(57344)')} || ' ' || replace({WORDS}, char(57344), ' ') {FROM}"
VECTOR = (
    f"SELECT f.id * 2 + entry.whole, array_to_tsvector(timeline_folded({WORDS})"
    f" || array_remove(string_to_array({_marks(chr(39) + '#' + chr(39))}, ' '), '')) {FROM}"
)
CHANGES = "subject, text, level, author_id, number_id, state"


def _anew(row, key="id"):
    where = THE_MESSAGE.format(row=row, key=key)
    return (
        f"DELETE FROM conversations_words WHERE rowid IN ({KEYS} WHERE {where});"
        f" INSERT INTO conversations_words (rowid, words) {ENTRY} WHERE {where};"
    )


FORGET = "DELETE FROM conversations_words WHERE rowid IN (OLD.id * 2, OLD.id * 2 + 1);"
FORGET_ALL = """
    DELETE FROM conversations_words WHERE rowid IN (
        SELECT f.id * 2 + entry.whole FROM conversations_filing f
        CROSS JOIN (SELECT 0 AS whole UNION ALL SELECT 1) AS entry
        WHERE f.organisation_id = OLD.organisation_id AND f.message_id = OLD.id);
"""
ONE = f"INSERT INTO conversations_words (rowid, words) {ENTRY} WHERE f.id = NEW.id;"
SQLITE = [
    """
    CREATE VIRTUAL TABLE conversations_words USING fts5(
        words, detail='none', tokenize="unicode61 remove_diacritics 2")
    """,
    f"""
    CREATE TRIGGER conversations_words_said AFTER UPDATE OF {CHANGES} ON conversations_message
    BEGIN {_anew("NEW")} END
    """,
    f"""
    CREATE TRIGGER conversations_words_gone AFTER DELETE ON conversations_message
    BEGIN {FORGET_ALL} END
    """,
    f"CREATE TRIGGER conversations_words_filed AFTER INSERT ON conversations_filing BEGIN {ONE} END",
    f"""
    CREATE TRIGGER conversations_words_moved AFTER UPDATE OF client_id, message_id ON conversations_filing
    BEGIN {FORGET} {ONE} END
    """,
    f"CREATE TRIGGER conversations_words_unfiled AFTER DELETE ON conversations_filing BEGIN {FORGET} END",
    f"""
    CREATE TRIGGER conversations_words_held AFTER INSERT ON conversations_holding
    BEGIN {_anew("NEW", "message_id")} END
    """,
    f"""
    CREATE TRIGGER conversations_words_rehung AFTER UPDATE OF mailbox_id, message_id ON conversations_holding
    BEGIN {_anew("OLD", "message_id")} {_anew("NEW", "message_id")} END
    """,
    f"""
    CREATE TRIGGER conversations_words_let_go AFTER DELETE ON conversations_holding
    BEGIN {_anew("OLD", "message_id")} END
    """,
    f"INSERT INTO conversations_words (rowid, words) {ENTRY}",
]

# The same on PostgreSQL: one function that writes the entries of a message anew.
POSTGRESQL = [
    "CREATE TABLE conversations_words (entry bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX conversations_words_gin ON conversations_words USING gin (words)",
    f"""
    CREATE FUNCTION conversations_write_words(place bigint, message bigint) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      DELETE FROM conversations_words WHERE entry IN (
        SELECT f.id * 2 + half.whole FROM conversations_filing f CROSS JOIN (VALUES (0), (1)) AS half (whole)
        WHERE f.organisation_id = place AND f.message_id = message);
      INSERT INTO conversations_words {VECTOR} WHERE f.organisation_id = place AND f.message_id = message;
    END $$
    """,
    """
    CREATE FUNCTION conversations_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_TABLE_NAME = 'conversations_message' THEN
        IF TG_OP = 'DELETE' THEN
          DELETE FROM conversations_words WHERE entry IN (
            SELECT f.id * 2 + half.whole FROM conversations_filing f CROSS JOIN (VALUES (0), (1)) AS half (whole)
            WHERE f.organisation_id = OLD.organisation_id AND f.message_id = OLD.id);
        ELSE
          PERFORM conversations_write_words(NEW.organisation_id, NEW.id);
        END IF;
        RETURN NULL;
      END IF;
      IF TG_TABLE_NAME = 'conversations_filing' AND TG_OP <> 'INSERT' THEN
        DELETE FROM conversations_words WHERE entry IN (OLD.id * 2, OLD.id * 2 + 1);
      END IF;
      IF TG_OP <> 'INSERT' THEN
        PERFORM conversations_write_words(OLD.organisation_id, OLD.message_id);
      END IF;
      IF TG_OP <> 'DELETE' THEN
        PERFORM conversations_write_words(NEW.organisation_id, NEW.message_id);
      END IF;
      RETURN NULL;
    END $$
    """,
    f"""
    CREATE TRIGGER conversations_keep_words AFTER DELETE OR UPDATE OF {CHANGES} ON conversations_message
    FOR EACH ROW EXECUTE FUNCTION conversations_keep_words()
    """,
    """
    CREATE TRIGGER conversations_keep_words AFTER INSERT OR DELETE OR UPDATE OF client_id, message_id
    ON conversations_filing FOR EACH ROW EXECUTE FUNCTION conversations_keep_words()
    """,
    """
    CREATE TRIGGER conversations_keep_words AFTER INSERT OR DELETE OR UPDATE OF mailbox_id, message_id
    ON conversations_holding FOR EACH ROW EXECUTE FUNCTION conversations_keep_words()
    """,
    f"INSERT INTO conversations_words {VECTOR}",
]
NAMES = "said gone filed moved unfiled held rehung let_go".split()
WITHOUT_SQLITE = [
    *(f"DROP TRIGGER conversations_words_{name}" for name in NAMES),
    "DROP TABLE conversations_words",
]
WITHOUT_POSTGRESQL = [
    *(
        f"DROP TRIGGER conversations_keep_words ON conversations_{table}"
        for table in ("message", "filing", "holding")
    ),
    "DROP FUNCTION conversations_keep_words()",
    "DROP FUNCTION conversations_write_words(bigint, bigint)",
    "DROP TABLE conversations_words",
]


def _run(schema_editor, sqlite, postgresql):
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(statement, params=None)


def index(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRESQL)


def forget(apps, schema_editor):
    _run(schema_editor, WITHOUT_SQLITE, WITHOUT_POSTGRESQL)


class Migration(migrations.Migration):
    dependencies = [("conversations", "0012_call_reporter"), ("timeline", "0007_words_of_events")]
    operations = [migrations.RunPython(index, forget)]
