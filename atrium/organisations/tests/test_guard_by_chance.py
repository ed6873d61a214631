"""The second wall against conditions and joins that nobody thought of."""

# ruff: noqa: S608 - the SQL put together here is what has to be judged

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from atrium.organisations.tests.guarding import ACME, ENGINES, run

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
