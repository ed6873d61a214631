"""Statements that stay in one organisation, each with its parameters."""

# ruff: noqa: S608 - the SQL put together here is what has to be judged

from typing import Any

OWN = '"client"."organisation_id" = %s'
RIGHT: list[tuple[str, list[Any]]] = [
    (f'SELECT "client"."id" FROM "client" WHERE {OWN} LIMIT 21', [5]),
    (
        f'SELECT "client"."id" FROM "client" WHERE ({OWN} AND ("client"."a" = %s OR "client"."b" = %s))',
        [5, 1, 2],
    ),
    ('SELECT 1 AS "a" FROM "client" WHERE "client"."organisation_id" IN (%s) LIMIT 1', [5]),
    ("SELECT id FROM client c WHERE c.organisation_id = 5", []),
    ("SELECT id FROM client WHERE organisation_id = %s", [5]),
    # Joins along references the database holds, in both directions, inner and outer.
    (
        f'SELECT 1 FROM "client" INNER JOIN "status" ON ("client"."status_id" = "status"."id") WHERE {OWN}',
        [5],
    ),
    (
        f'SELECT 1 FROM "client" LEFT OUTER JOIN "member" ON ("client"."owner_id" = "member"."id") WHERE {OWN}',
        [5],
    ),
    (
        f'SELECT 1 FROM "client" LEFT OUTER JOIN "note" ON ("client"."id" = "note"."client_id") WHERE {OWN}',
        [5],
    ),
    (
        'SELECT 1 FROM "client" T0x LEFT OUTER JOIN "client" T3 ON (T0x."parent_id" = T3."id") WHERE T0x."organisation_id" = %s',
        [5],
    ),
    (
        'SELECT 1 FROM "note" INNER JOIN "client" ON ("note"."client_id" = "client"."id") WHERE "client"."organisation_id" = %s',
        [5],
    ),
    (
        'SELECT 1 FROM "client", "note" WHERE "note"."client_id" = "client"."id" AND "client"."organisation_id" = %s',
        [5],
    ),
    (
        'SELECT 1 FROM "client" LEFT JOIN "tag" ON ("tag"."organisation_id" = %s) WHERE "client"."organisation_id" = %s',
        [5, 5],
    ),
    (
        'SELECT 1 FROM "note" n JOIN "client" c ON n.organisation_id = c.organisation_id WHERE n.organisation_id = %s',
        [5],
    ),
    (
        'SELECT 1 FROM "client" INNER JOIN "organisation" ON ("client"."organisation_id" = "organisation"."id") WHERE "organisation"."id" = %s',
        [5],
    ),
    # Subqueries: correlated by a reference, of their own filter, in lists, in columns.
    (
        f'SELECT (SELECT COUNT(*) FROM "note" U0 WHERE U0."client_id" = ("client"."id")) AS "n" FROM "client" WHERE {OWN}',
        [5],
    ),
    (
        f'SELECT 1 FROM "client" WHERE ({OWN} AND EXISTS(SELECT 1 AS "a" FROM "tagging" U0 INNER JOIN "tag" U1 ON (U0."tag_id" = U1."id") WHERE (U1."name" = %s AND U0."client_id" = ("client"."id")) LIMIT 1))',
        [5, "vip"],
    ),
    (
        f'SELECT 1 FROM "client" WHERE {OWN} AND NOT (EXISTS(SELECT 1 FROM "tagging" U1 WHERE U1."client_id" = "client"."id"))',
        [5],
    ),
    (
        f'SELECT 1 FROM "client" WHERE {OWN} AND "client"."id" IN (SELECT U0."client_id" FROM "note" U0 WHERE U0."organisation_id" = %s)',
        [5, 5],
    ),
    (
        'SELECT 1 FROM "note" WHERE "note"."client_id" IN (SELECT U0."id" FROM "client" U0 WHERE U0."organisation_id" = %s)',
        [5],
    ),
    (
        f'SELECT COUNT(*) FROM (SELECT "client"."id" AS "c" FROM "client" WHERE {OWN} LIMIT 10001) subquery',
        [5],
    ),
    (
        f'SELECT 1 FROM "client" WHERE {OWN} UNION ALL SELECT 2 FROM "note" WHERE "note"."organisation_id" = %s ORDER BY 1',
        [5, 5],
    ),
    (
        f'WITH mine AS (SELECT id, status_id FROM "client" WHERE {OWN}) SELECT * FROM mine ORDER BY id',
        [5],
    ),
    # Recursion: both arms filter what they read, the tables in their subqueries as well.
    (
        'WITH RECURSIVE below(id) AS (SELECT c.id FROM "client" c WHERE c.organisation_id = %s AND c.id = %s UNION SELECT n.client_id FROM below JOIN "note" n ON n.author_id = below.id WHERE n.organisation_id = %s AND EXISTS(SELECT 1 FROM "client" U0 WHERE (U0."organisation_id" = %s AND U0."id" = (n.client_id)))) SELECT below.id FROM below',
        [5, 1, 5, 5],
    ),
    (
        f'SELECT 1 FROM "client" WHERE {OWN} AND "client"."id" IN (WITH RECURSIVE t(id) AS (SELECT 1 UNION SELECT c.id FROM t JOIN "client" c ON c.parent_id = t.id WHERE c.organisation_id = %s) SELECT t.id FROM t)',
        [5, 5],
    ),
    (
        f'SELECT ROW_NUMBER() OVER (PARTITION BY "client"."a" ORDER BY "client"."b" DESC) AS r, CASE WHEN "client"."x" > %s THEN %s ELSE %s END FROM "client" WHERE {OWN} GROUP BY 1 HAVING COUNT(*) > %s',
        [1, 2, 3, 5, 4],
    ),
    (
        'SELECT 1 FROM "note" WHERE "note"."organisation_id" = %s AND ("note"."at", "note"."id") < (%s, %s) ORDER BY "note"."at" DESC',
        [5, "x", 1],
    ),
    (f'SELECT 1 FROM "client" WHERE {OWN} AND "client"."name" LIKE %s ESCAPE \'\\\'', [5, "x"]),
    # Writing.
    (
        f'UPDATE "client" SET "version" = ("client"."version" + %s) WHERE ({OWN} AND "client"."id" = %s)',
        [1, 5, 9],
    ),
    (f'UPDATE "client" SET "organisation_id" = %s, "name" = %s WHERE {OWN}', [5, "x", 5]),
    (
        f'UPDATE "client" SET "name" = CASE WHEN ("client"."id" = %s) THEN %s WHEN ("client"."id" = %s) THEN %s ELSE NULL END WHERE ("client"."id" IN (%s, %s) AND {OWN})',
        [1, "a", 2, "b", 1, 2, 5],
    ),
    (
        'UPDATE "client" SET "a" = %s WHERE "client"."id" IN (SELECT U0."id" FROM "client" U0 INNER JOIN "status" U1 ON (U0."status_id" = U1."id") WHERE (U0."organisation_id" = %s AND U1."x" = %s))',
        [1, 5, 2],
    ),
    (f'DELETE FROM "client" WHERE ({OWN} AND "client"."id" IN (%s, %s, %s))', [5, 1, 2, 3]),
    (
        'INSERT INTO "note" ("organisation_id", "text") VALUES (%s, %s) RETURNING "note"."id"',
        [5, "x"],
    ),
    (
        'INSERT INTO "note" ("text", "organisation_id") VALUES (%s, %s), (%s, %s), (%s, %s)',
        ["a", 5, "b", 5, "c", 5],
    ),
    (
        'INSERT INTO "note" ("organisation_id", "text") VALUES (%s, %s) ON CONFLICT DO NOTHING',
        [5, "x"],
    ),
    (
        'INSERT INTO "note" ("organisation_id", "text") VALUES (%s, %s) ON CONFLICT("organisation_id", "text") DO UPDATE SET "text" = EXCLUDED."text"',
        [5, "x"],
    ),
    ('INSERT OR IGNORE INTO "note" ("organisation_id", "text") VALUES (%s, %s)', [5, "x"]),
    (
        'INSERT INTO "note" ("organisation_id", "client_id") SELECT c."organisation_id", c."id" FROM "client" c WHERE c."organisation_id" = %s',
        [5],
    ),
    (
        'INSERT INTO "note" ("organisation_id", "client_id") SELECT %s, c."id" FROM "client" c WHERE c."organisation_id" = %s',
        [5, 5],
    ),
    # What names no row of an organisation.
    ('SELECT 1 FROM "organisation" WHERE "organisation"."slug" = %s', ["acme"]),
    ("SELECT name FROM sqlite_master WHERE tbl_name = 'client'", []),
    ('PRAGMA table_info("client")', []),
    ("SAVEPOINT s1_x1", []),
    (f'EXPLAIN QUERY PLAN SELECT 1 FROM "client" WHERE {OWN}', [5]),
]
RIGHT_ON_POSTGRESQL: list[tuple[str, list[Any]]] = [
    (f'SELECT 1 FROM "client" WHERE {OWN} FOR UPDATE OF "client" SKIP LOCKED', [5]),
    (
        'INSERT INTO "note" ("organisation_id", "text") SELECT * FROM UNNEST((%s)::bigint[], (%s)::text[]) RETURNING "note"."id"',
        [[5, 5], ["a", "b"]],
    ),
    (
        f'SELECT DISTINCT ON ("client"."a") 1 FROM "client" WHERE {OWN} AND "client"."extra" @> %s AND ("client"."extra" #>> %s) = %s AND "client"."extra" ? %s',
        [5, "{}", "{a}", "b", "c"],
    ),
    (
        f'SELECT 1 FROM "client" CROSS JOIN LATERAL (SELECT 1 FROM "note" n WHERE n."client_id" = "client"."id" LIMIT 3) x WHERE {OWN}',
        [5],
    ),
    (
        'SELECT UPPER("client"."name"::text) FROM "client" WHERE "client"."organisation_id" = (%s)::bigint AND "client"."name"::text LIKE UPPER(%s)',
        [5, "x"],
    ),
    (f'EXPLAIN (ANALYZE, BUFFERS) SELECT 1 FROM "client" WHERE {OWN}', [5]),
    (
        'WITH gone AS (DELETE FROM "note" WHERE "note"."organisation_id" = %s RETURNING "id") SELECT COUNT(*) FROM gone',
        [5],
    ),
    (
        'UPDATE "note" SET "text" = c."name" FROM "client" c WHERE "note"."client_id" = c."id" AND c."organisation_id" = %s',
        [5],
    ),
]
