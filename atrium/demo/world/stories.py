"""Turns the note templates of an organisation into text that does not repeat itself in view."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping

    from atrium.demo.world.recipe import Recipe

KINDS = {
    "G": "general",
    "M": "meeting",
    "S": "service",
    "C": "communication",
    "R": "special requirement",
}
COMMON: dict[str, tuple[str, ...]] = {
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    "time": ("08:00", "08:30", "09:15", "10:00", "11:30", "13:00", "14:15", "15:30", "16:00"),
    "n": ("two", "three", "four", "five", "six"),
    "mins": ("4", "7", "9", "12", "15", "20", "25"),
    "month": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "September",
        "October",
        "November",
    ),
}
SLOT = re.compile(r"\{(\w+)\}")
SENTENCE = re.compile(r"(?:^|(?<=[.!?] ))[a-z]")
IN_VIEW = 40


@dataclass(frozen=True, slots=True)
class Story:
    """One template: its kind, whom it suits ("" both, "+" companies, "-" individuals), its text."""

    kind: str
    suits: str
    text: str

    def fits(self, kind: str) -> bool:
        """Whether it can be told of a company or an individual."""
        return self.suits in ("", "+" if kind == "company" else "-")


def read(text: str) -> tuple[Story, ...]:
    """Stories from lines `K text`; a pilcrow stands for a new line."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        head, _, body = line.partition(" ")
        found.append(Story(KINDS[head[0]], head[1:], body.replace("¶", "\n")))
    return tuple(found)


def fill(
    template: str,
    rng: random.Random,
    slots: Mapping[str, tuple[str, ...]],
    given: Mapping[str, str],
) -> str:
    """The template with each {slot} filled: from what is given, else drawn; its first letter large."""

    def word(match: re.Match[str]) -> str:
        key = match[1]
        return given[key] if key in given else rng.choice(slots.get(key) or COMMON[key])

    text = SLOT.sub(word, template)
    return SENTENCE.sub(lambda match: match[0].upper(), text)


@dataclass(slots=True)
class Teller:
    """Deals stories like cards: the whole deck before any comes again, and never the same one near itself."""

    recipe: Recipe
    rng: random.Random
    deck: list[Story] = field(default_factory=list)

    def tell(
        self, kind: str, given: Mapping[str, str], recent: deque[str], *, served: bool = True
    ) -> tuple[str, str]:
        """The kind and text of the next note for a client of this kind that was told `recent` before.

        Who was not `served` yet has no service notes.
        """
        for round_ in range(3):
            for index, story in enumerate(self.deck):
                if (
                    not story.fits(kind)
                    or story.text in recent
                    or (story.kind == "service" and not served)
                ):
                    continue
                del self.deck[index]
                recent.append(story.text)
                return story.kind, self.dress(story, given)
            fresh = list(read(self.recipe.stories))
            self.rng.shuffle(fresh)
            self.deck += fresh
            if round_:
                recent.clear()
        message = f"{self.recipe.slug} has no story for a {kind}"
        raise LookupError(message)

    def dress(self, story: Story, given: Mapping[str, str]) -> str:
        """The text with its slots filled and, now and then, a closing remark; `S` marks those for service notes."""
        text = fill(story.text, self.rng, self.recipe.slots, given)
        if story.kind != "special requirement" and "\n" not in text and self.rng.random() < 0.3:
            lines = [line.strip() for line in self.recipe.tails.splitlines() if line.strip()]
            served = story.kind == "service"
            tails = [
                line.removeprefix("S ") for line in lines if served or not line.startswith("S ")
            ]
            text += " " + fill(self.rng.choice(tails), self.rng, self.recipe.slots, given)
        return text
