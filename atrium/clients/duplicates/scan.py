"""All the duplicates among the clients of an organisation."""

from __future__ import annotations

from atrium.clients.duplicates.judging import Judge, Level, Pair
from atrium.clients.duplicates.keys import candidates
from atrium.clients.duplicates.profile import profiles
from atrium.clients.duplicates.rarity import Rarity


def scan(level: Level = Level.POSSIBLE) -> list[Pair]:
    """The pairs of the current organisation of this level or surer, the surest first."""
    everyone = profiles()
    found = Judge(everyone, Rarity.among(everyone)).judge(candidates(everyone))
    return [pair for pair in found if level is Level.POSSIBLE or pair.level is Level.CERTAIN]
