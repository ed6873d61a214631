"""The text of a statement brought to its shape, so that one verdict serves every length of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass

PLACEHOLDER = re.compile(r"_atrium_param_(\d+)_\Z")
_NAME = "_atrium_param_%d_"

_PART = re.compile(
    r"""
    \bVALUES\ (?P<row>\((?:[^()]|\([^()]*\))*\))(?P<rows>(?:,\ (?P=row))+)
  | \bIN\ \((?P<item>%s)(?P<items>(?:,\ %s)+)\)
  | (?P<case>\bWHEN\ \([^()]*\)\ THEN\ %s\ )(?P<cases>(?P=case)+)
  | \b(?P<window>LIMIT|OFFSET)\ \d+
  | %%
  | %s
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Run:
    """``times`` repetitions of a piece with ``width`` parameters; the shape keeps the first."""

    start: int
    width: int
    times: int


@dataclass(frozen=True)
class Shape:
    """``text`` with named parameters and each repetition once; ``runs`` lead back to the original."""

    text: str
    runs: tuple[Run, ...] = ()

    def positions(self, index: int) -> range:
        """The places of the shape's parameter ``index`` among the statement's own parameters."""
        shift = 0
        for run in self.runs:
            if index < run.start:
                break
            if index < run.start + run.width:
                first = index + shift
                return range(first, first + run.width * run.times, run.width)
            shift += run.width * (run.times - 1)
        return range(index + shift, index + shift + 1)


def shape_of(sql: str) -> Shape:
    """The shape of a statement that is executed with parameters (``%s``; ``%%`` is a per cent sign)."""
    runs: list[Run] = []
    count = 0

    def name(text: str) -> str:
        nonlocal count
        pieces = re.split(r"(%s|%%)", text)
        for place, piece in enumerate(pieces):
            if piece == "%s":
                pieces[place] = _NAME % count
                count += 1
            elif piece == "%%":
                pieces[place] = "%"
        return "".join(pieces)

    def part(match: re.Match[str]) -> str:
        if match["window"]:
            return f"{match['window']} 1"
        for unit, rest, glue in (("row", "rows", 2), ("item", "items", 2), ("case", "cases", 0)):
            if match[unit]:
                more = len(match[rest]) // (len(match[unit]) + glue)
                runs.append(Run(count, match[unit].count("%s"), more + 1))
                head, tail = match[0].split(match[unit] + match[rest], 1)
                return head + name(match[unit]) + tail
        return name(match[0])

    return Shape(_PART.sub(part, sql), tuple(runs))
