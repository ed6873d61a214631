"""From what was typed to keys of clients, best first, whoever asks."""

from __future__ import annotations

from atrium.clients.search.candidates import Pool, documents, numbered, ranges
from atrium.clients.search.query import Query
from atrium.clients.search.rank import Ranked, Ranking
from atrium.clients.search.repair import repair

READ = 40


def find(
    query: Query, *, archived: bool, most: int, depth: int = 1, mend: bool = False
) -> tuple[list[Ranked], bool]:
    """The clients that may be meant, best first, and whether there may be more than were looked at.

    What fits only when slips are mended is looked for where nothing fits as typed; ``mend``: always.
    """
    if not query.terms and not query.dialled:
        return [], False
    pool = Pool(query, archived, depth)
    number = numbered(query)
    pool.gather(ranges(query))
    pool.intersect()
    read = max(READ, most) * depth
    ranked = _rank(pool, number, read, mend=False)
    if mend or not ranked or not ranked[0].whole:
        pool.gather(repair(query))
        ranked = _rank(pool, number, read, mend=True)
    return ranked, bool(pool.full) or len(pool.met) > read


def _rank(pool: Pool, number: list[int], read: int, *, mend: bool) -> list[Ranked]:
    ranking = Ranking(pool.query, pool.counts, mend=mend)
    ranking.number = number[0] if number else None
    rows = documents([*number, *pool.best(read)])
    return ranking.rank(row for row in rows if pool.archived or not row[1])
