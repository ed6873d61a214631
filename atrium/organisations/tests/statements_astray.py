"""Statements that could leave their organisation, each with its parameters."""

# ruff: noqa: S608 - the SQL put together here is what has to be judged

from typing import Any

from atrium.organisations.tests.statements_inside import OWN

WRONG: list[tuple[str, list[Any]]] = [
    ('SELECT * FROM "client"', []),
    ('SELECT * FROM "client" WHERE "client"."id" = %s', [1]),
    # The words occur, and prove nothing.
    ('SELECT "client"."organisation_id" FROM "client"', []),
    ('SELECT * FROM "client" WHERE "client"."organisation_id" = "client"."organisation_id"', []),
    ('SELECT * FROM "client" WHERE "client"."organisation_id" = %s OR "client"."id" = %s', [5, 1]),
    ('SELECT * FROM "client" WHERE NOT ("client"."organisation_id" = %s)', [5]),
    ('SELECT * FROM "client" WHERE "client"."organisation_id" >= %s', [5]),
    ('SELECT * FROM "client" WHERE ("client"."organisation_id" = %s) IS NOT NULL', [5]),
    ('SELECT * FROM "client" WHERE ("client"."organisation_id" = %s) = %s', [5, 0]),
    ('SELECT * FROM "client" WHERE %s IN ("client"."organisation_id", "client"."id")', [5]),
    (
        'SELECT * FROM "client" WHERE CASE WHEN "client"."organisation_id" = %s THEN 1 ELSE 1 END',
        [5],
    ),
    ('SELECT * FROM "client" ORDER BY "client"."organisation_id" = %s', [5]),
    (
        'SELECT "client"."id" FROM "client" GROUP BY 1 HAVING MAX("client"."organisation_id") = %s',
        [5],
    ),
    ('SELECT "client"."organisation_id" = %s FROM "client"', [5]),
    ("SELECT * FROM client WHERE 'client.organisation_id = 5' <> ''", []),
    (
        'SELECT * FROM "client" WHERE "client"."id" = %s AND "client"."note" = \'organisation_id = 5\'',
        [5],
    ),
    # Another table is filtered.
    (
        'SELECT 1 FROM "client" INNER JOIN "note" ON ("client"."name" = "note"."text") WHERE "note"."organisation_id" = %s',
        [5],
    ),
    ('SELECT 1 FROM "client", "note" WHERE "note"."organisation_id" = %s', [5]),
    ('SELECT 1 FROM "client" CROSS JOIN "note" WHERE "note"."organisation_id" = %s', [5]),
    (
        'SELECT 1 FROM "client" LEFT JOIN "note" ON ("note"."client_id" = "client"."id" AND "note"."organisation_id" = %s)',
        [5],
    ),
    ('SELECT 1 FROM "client" LEFT JOIN "note" ON ("client"."organisation_id" = %s)', [5]),
    (
        'SELECT 1 FROM "note" RIGHT JOIN "client" ON ("note"."client_id" = "client"."id") WHERE "note"."organisation_id" = %s',
        [5],
    ),
    (
        'SELECT 1 FROM "note" FULL JOIN "client" ON ("note"."organisation_id" = %s AND "note"."client_id" = "client"."id")',
        [5],
    ),
    ('SELECT 1 FROM "note" NATURAL JOIN "client" WHERE "note"."organisation_id" = %s', [5]),
    (
        'SELECT 1 FROM "note" INNER JOIN "client" ON ("note"."id" = "client"."id") WHERE "note"."organisation_id" = %s',
        [5],
    ),
    (
        'SELECT 1 FROM ("client" JOIN "note" ON "note"."client_id" = "client"."id") WHERE "note"."organisation_id" = %s',
        [5],
    ),
    (
        'SELECT 1 FROM "client" JOIN "organisation" ON ("client"."organisation_id" = "organisation"."id")',
        [],
    ),
    # Only the outside, or only the inside, is filtered.
    ('SELECT * FROM (SELECT * FROM "client") x WHERE x."organisation_id" = %s', [5]),
    ('WITH x AS (SELECT * FROM "client") SELECT * FROM x WHERE x."organisation_id" = %s', [5]),
    (f'SELECT (SELECT COUNT(*) FROM "note") FROM "client" WHERE {OWN}', [5]),
    (
        f'SELECT 1 FROM "client" WHERE {OWN} AND EXISTS(SELECT 1 FROM "note" U0 WHERE U0."text" = "client"."name")',
        [5],
    ),
    (
        f'SELECT 1 FROM "client" WHERE {OWN} AND EXISTS(SELECT 1 FROM "note" U0 WHERE "client"."organisation_id" = %s)',
        [5, 5],
    ),
    (
        f'SELECT 1 FROM "client" WHERE {OWN} AND EXISTS(SELECT 1 FROM "note" U0 WHERE U0."client_id" = "client"."id" OR 1 = 1)',
        [5],
    ),
    (
        'SELECT 1 FROM "client" WHERE "client"."name" IN (SELECT U0."text" FROM "note" U0 WHERE U0."organisation_id" = %s)',
        [5],
    ),
    (
        'SELECT 1 FROM "client" WHERE "client"."id" NOT IN (SELECT U0."id" FROM "client" U0 WHERE U0."organisation_id" = %s)',
        [5],
    ),
    (
        'SELECT 1 FROM "client" WHERE EXISTS(SELECT 1 FROM "client" U0 WHERE U0."organisation_id" = %s)',
        [5],
    ),
    (f'SELECT 1 FROM "client" WHERE {OWN} UNION SELECT 1 FROM "client"', [5]),
    (f'SELECT 1 FROM "client" UNION SELECT 1 FROM "client" WHERE {OWN}', [5]),
    (f'SELECT 1 FROM "client" WHERE {OWN} ORDER BY (SELECT COUNT(*) FROM "note")', [5]),
    (f'SELECT 1 FROM "client" WHERE {OWN} LIMIT (SELECT COUNT(*) FROM "note")', [5]),
    (
        "WITH client AS (SELECT 1 AS organisation_id) SELECT * FROM client WHERE organisation_id = %s",
        [5],
    ),
    (
        'WITH RECURSIVE t AS (SELECT id FROM "client" WHERE "client"."organisation_id" = %s UNION ALL SELECT c.id FROM "client" c JOIN t ON c."parent_id" = t.id) SELECT * FROM t',
        [5],
    ),
    # Recursion that leaves: an arm without a filter, a subquery in it, one by the name of a table.
    (
        f'SELECT 1 FROM "client" WHERE {OWN} AND "client"."id" IN (WITH RECURSIVE t(id) AS (SELECT 1 UNION SELECT c.id FROM t JOIN "client" c ON c.parent_id = t.id) SELECT t.id FROM t)',
        [5],
    ),
    (
        'WITH RECURSIVE t(id) AS (SELECT c.id FROM "client" c WHERE c.id = %s UNION SELECT c.id FROM t JOIN "client" c ON c.parent_id = t.id WHERE c.organisation_id = %s) SELECT id FROM t',
        [1, 5],
    ),
    (
        'WITH RECURSIVE t(id) AS (SELECT 1 UNION SELECT c.id FROM t JOIN "client" c ON c.parent_id = t.id WHERE c.organisation_id = %s AND EXISTS(SELECT 1 FROM "note" n WHERE n.author_id = t.id)) SELECT id FROM t',
        [5],
    ),
    (
        'WITH RECURSIVE t(id, organisation_id) AS (SELECT 1, 5 UNION SELECT c.id, t.organisation_id FROM t JOIN "client" c ON c.parent_id = t.id AND t.organisation_id = %s) SELECT id FROM t',
        [5],
    ),
    (
        'WITH RECURSIVE note(id) AS (SELECT 1 UNION SELECT c.id FROM note JOIN "client" c ON c.parent_id = note.id WHERE c.organisation_id = %s) SELECT id FROM note',
        [5],
    ),
    # Writing elsewhere.
    ('UPDATE "client" SET "name" = %s', ["x"]),
    ('UPDATE "client" SET "organisation_id" = %s', [5]),
    ('UPDATE "client" SET "name" = %s WHERE "client"."id" IN (%s, %s)', ["x", 1, 2]),
    (f'UPDATE "client" SET "name" = (SELECT "text" FROM "note" LIMIT 1) WHERE {OWN}', [5]),
    (f'UPDATE "client" SET "organisation_id" = "client"."id" WHERE {OWN}', [5]),
    (f'UPDATE "client" SET ("organisation_id", "name") = (6, %s) WHERE {OWN}', ["x", 5]),
    ('DELETE FROM "client"', []),
    ('DELETE FROM "client" WHERE "client"."id" IN (%s)', [1]),
    ('INSERT INTO "note" ("text") VALUES (%s)', ["x"]),
    ('INSERT INTO "note" VALUES (%s, %s)', [5, "x"]),
    ('INSERT INTO "note" DEFAULT VALUES', []),
    (
        'INSERT INTO "note" ("organisation_id", "client_id") SELECT c."organisation_id", c."id" FROM "client" c',
        [],
    ),
    (
        'INSERT INTO "note" ("organisation_id", "client_id") SELECT c."id", c."id" FROM "client" c WHERE c."organisation_id" = %s',
        [5],
    ),
    ('INSERT INTO "log" ("text") SELECT "name" FROM "client"', []),
    (
        'INSERT INTO "note" ("organisation_id", "text") VALUES (%s, (SELECT "name" FROM "client" LIMIT 1))',
        [5],
    ),
    ('INSERT OR REPLACE INTO "note" ("id", "organisation_id") VALUES (%s, %s)', [1, 5]),
    ('REPLACE INTO "note" ("id", "organisation_id") VALUES (%s, %s)', [1, 5]),
    (
        'INSERT INTO "note" ("organisation_id", "id") VALUES (%s, %s) ON CONFLICT("id") DO UPDATE SET "text" = EXCLUDED."text"',
        [5, 1],
    ),
    ('INSERT INTO "note" ("organisation_id", "organisation_id") VALUES (%s, %s)', [5, 5]),
    # Tricks of the text.
    (f'SELECT * FROM "client" /* WHERE {OWN} */', [5]),
    (f'SELECT * FROM "client" -- WHERE {OWN}', [5]),
    (f'SELECT * FROM "client" /* /* */ WHERE {OWN} -- */', [5]),
    (f'SELECT 1 FROM "client" WHERE {OWN}; DELETE FROM "client"', [5]),
    ("SELECT * FROM 'client'", []),
    ("SELECT * FROM [client]", []),
    ("SELECT * FROM `client`", []),
    ("SELECT * FROM main.client", []),
    ("SELECT * FROM CLIENT", []),
    ('SELECT c.* FROM "client" c JOIN "note" c ON 1 = 1 WHERE c."organisation_id" = %s', [5]),
    ("TABLE client", []),
    ("CREATE TABLE mine AS SELECT * FROM client", []),
    ("CREATE VIEW mine AS SELECT * FROM client", []),
    ("DROP TABLE client", []),
    ("ALTER TABLE client RENAME TO mine", []),
    ("EXPLAIN SELECT * FROM client", []),
    ("SELEKT * FROM client WHERE organisation_id = %s", [5]),
]
WRONG_ON_POSTGRESQL: list[tuple[str, list[Any]]] = [
    ("TRUNCATE client", []),
    ("COPY client TO STDOUT", []),
    ("MERGE INTO client USING note ON client.id = note.id WHEN MATCHED THEN DELETE", []),
    ("EXPLAIN (ANALYZE) DELETE FROM client", []),
    ("WITH gone AS (DELETE FROM note RETURNING *) SELECT * FROM gone", []),
    ("SELECT * FROM client WHERE organisation_id = 5 AND $$x$$ = $$ OR 1=1 $$", []),
    ("SELECT * FROM client WHERE E'\\' OR 1=1 --' = '' AND organisation_id = 5", []),
    ('SELECT * FROM U&"cl\\0069ent"', []),
    ("SELECT * FROM ONLY client", []),
    ("SELECT * FROM public.client", []),
    (f'SELECT * FROM "client" WHERE {OWN} FOR UPDATE OF (SELECT * FROM note)', [5]),
    (
        'INSERT INTO "note" ("organisation_id", "text") SELECT * FROM UNNEST((%s)::bigint[], (%s)::text[])',
        [[5, 6], ["a", "b"]],
    ),
    (
        'SELECT 1 FROM "client" CROSS JOIN LATERAL (SELECT 1 FROM "note" n) x WHERE "client"."organisation_id" = %s',
        [5],
    ),
    ("DECLARE c CURSOR FOR SELECT * FROM client", []),
    ("PREPARE p AS SELECT * FROM client", []),
    # Telling the third wall another organisation, or that there is no wall.
    ("SELECT set_config('atrium.organisation', '6', false)", []),
    ("SET atrium.unscoped = 'on'", []),
    ('SET "atrium" . "unscoped" = \'on\'', []),
    ("DO 'BEGIN PERFORM 1; END'", []),
]
