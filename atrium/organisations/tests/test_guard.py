"""The second wall reads the SQL itself: what is not proven to stay in one organisation is refused."""

# ruff: noqa: S608 - the SQL put together here is what has to be judged

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atrium.organisations import current
from atrium.organisations.walls.guard import Guard, Unguarded
from atrium.organisations.walls.scope import Fence

ACME, RIVAL = 5, 6
TIES = {
    "client": [
        ("status_id", "status", "id"),
        ("owner_id", "member", "id"),
        ("parent_id", "client", "id"),
    ],
    "status": [],
    "member": [],
    "note": [("client_id", "client", "id"), ("author_id", "member", "id")],
    "tagging": [("client_id", "client", "id"), ("tag_id", "tag", "id")],
    "tag": [],
}
FENCES = {
    name: Fence(column="organisation_id", key="id", references=frozenset(ties))
    for name, ties in TIES.items()
} | {"organisation": Fence(column="id", key="id", anchor=True)}
ENGINES = ["sqlite", "postgresql"]


def run(
    sql: str,
    params: Any = (),
    *,
    engine: str = "sqlite",
    organisation: int | None = ACME,
    many: bool = False,
) -> str:
    """Execute under the guard; "ran" or the reason why not."""
    guard = Guard(FENCES)
    context = {"connection": SimpleNamespace(vendor=engine)}
    token = current._ORGANISATION.set(organisation)  # noqa: SLF001 no database to tell
    try:
        return str(guard(lambda *_: "ran", sql, params, many, context))
    except Unguarded as error:
        return str(error).split(". The statement")[0]
    finally:
        current._ORGANISATION.reset(token)  # noqa: SLF001


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


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("sql", "params"), RIGHT)
def test_a_statement_that_stays_inside_runs(sql: str, params: list[Any], engine: str) -> None:
    assert run(sql, params, engine=engine) == "ran"


@pytest.mark.parametrize(("sql", "params"), RIGHT_ON_POSTGRESQL)
def test_a_statement_of_postgresql_that_stays_inside_runs(sql: str, params: list[Any]) -> None:
    assert run(sql, params, engine="postgresql") == "ran"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("sql", "params"), WRONG)
def test_a_statement_that_may_leave_is_refused(sql: str, params: list[Any], engine: str) -> None:
    assert run(sql, params, engine=engine) != "ran"


@pytest.mark.parametrize(("sql", "params"), WRONG_ON_POSTGRESQL)
def test_a_statement_of_postgresql_that_may_leave_is_refused(sql: str, params: list[Any]) -> None:
    assert run(sql, params, engine="postgresql") != "ran"


@pytest.mark.parametrize(
    ("sql", "params"),
    [
        (f'SELECT 1 FROM "client" WHERE {OWN}', [RIVAL]),
        ("SELECT 1 FROM client WHERE organisation_id = 6", []),
        (
            'SELECT 1 FROM "client" WHERE "client"."id" IN (%s, %s) AND "client"."organisation_id" = %s',
            [5, 5, RIVAL],
        ),
        ('SELECT 1 FROM "client" WHERE "client"."organisation_id" IN (%s, %s)', [5, RIVAL]),
        (
            'INSERT INTO "note" ("organisation_id", "text") VALUES (%s, %s), (%s, %s)',
            [5, "a", RIVAL, "b"],
        ),
        (f'UPDATE "client" SET "organisation_id" = %s WHERE {OWN}', [RIVAL, 5]),
    ],
)
def test_the_organisation_asked_for_must_be_the_current_one(sql: str, params: list[Any]) -> None:
    assert run(sql, params).endswith(
        "is another organisation than the current one"
    ) or "another" in run(sql, params)
    assert (
        run(sql, [RIVAL if value == RIVAL else value for value in params], organisation=None)
        == "No organisation is entered"
    )


def test_every_row_of_executemany_is_checked() -> None:
    sql = 'INSERT INTO "note" ("organisation_id", "text") VALUES (%s, %s)'
    assert run(sql, [(5, "a"), (5, "b")], many=True) == "ran"
    assert "another organisation" in run(sql, [(5, "a"), (RIVAL, "b")], many=True)


def test_unscoped_lets_pass() -> None:
    with current.unscoped("a test"):
        assert run('SELECT * FROM "client"') == "ran"


@pytest.mark.parametrize("length", [1, 2, 3, 999])
def test_one_verdict_serves_lists_of_every_length(length: int) -> None:
    guard = Guard(FENCES)
    many = False
    marks = ", ".join(["%s"] * length)
    sql = f'SELECT 1 FROM "client" WHERE ("client"."id" IN ({marks}) AND {OWN})'
    context = {"connection": SimpleNamespace(vendor="sqlite")}
    token = current._ORGANISATION.set(ACME)  # noqa: SLF001
    try:
        assert guard(lambda *_: "ran", sql, [*range(length), ACME], many, context) == "ran"
        with pytest.raises(Unguarded):
            guard(lambda *_: "ran", sql, [*range(length), RIVAL], many, context)
    finally:
        current._ORGANISATION.reset(token)  # noqa: SLF001


# Conditions put together by chance, each with its truth: whether it holds every row inside.
_filter = st.sampled_from(
    [
        ("c.organisation_id = %s", True),
        ("%s = c.organisation_id", True),
        ("c.organisation_id IN (%s)", True),
    ]
)
_other = st.sampled_from(
    [
        ("c.id = %s", False),
        ("c.organisation_id <> %s", False),
        ("n.organisation_id = %s", False),
        ("COALESCE(c.organisation_id, %s) = 5", False),
        ("c.organisation_id + %s = 10", False),
        ("EXISTS(SELECT 1 FROM organisation o WHERE o.id = %s)", False),
    ]
)


def _both(parts: tuple[tuple[str, bool], tuple[str, bool]]) -> tuple[str, bool]:
    (left, a), (right, b) = parts
    return f"({left} AND {right})", a or b


def _either(parts: tuple[tuple[str, bool], tuple[str, bool]]) -> tuple[str, bool]:
    (left, _), (right, _) = parts
    return f"({left} OR {right})", False


def _not(part: tuple[str, bool]) -> tuple[str, bool]:
    return f"NOT ({part[0]})", False


conditions = st.recursive(
    _filter | _other,
    lambda inner: (
        st.tuples(inner, inner).map(_both) | st.tuples(inner, inner).map(_either) | inner.map(_not)
    ),
    max_leaves=6,
)


@given(condition=conditions, engine=st.sampled_from(ENGINES))
def test_conditions_of_any_shape_are_judged_by_what_they_hold(
    condition: tuple[str, bool], engine: str
) -> None:
    text, holds = condition
    sql = f"SELECT c.id FROM client c, log n WHERE {text}"
    assert (run(sql, [ACME] * text.count("%s"), engine=engine) == "ran") is holds


@given(
    kinds=st.lists(st.sampled_from(["JOIN", "LEFT JOIN"]), min_size=1, max_size=4),
    ties=st.lists(
        st.sampled_from(["{new}.parent_id = {old}.id", "{old}.parent_id = {new}.id"]),
        min_size=4,
        max_size=4,
    ),
    broken=st.integers(0, 8),
    engine=st.sampled_from(ENGINES),
)
def test_a_chain_of_joins_holds_as_long_as_every_link_does(
    kinds: list[str], ties: list[str], broken: int, engine: str
) -> None:
    joins = "".join(
        f" {kind} client t{place + 1} ON "
        + ("t{new}.name = t{old}.name" if place == broken else tie.replace("{", "t{")).format(
            old=place, new=place + 1
        )
        for place, (kind, tie) in enumerate(zip(kinds, ties, strict=False))
    )
    sql = f"SELECT * FROM client t0{joins} WHERE t0.organisation_id = %s"
    assert (run(sql, [ACME], engine=engine) == "ran") is (broken >= len(kinds))
