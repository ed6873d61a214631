"""What is said of a change of a tender, field by field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

SAID: dict[str, Callable[[Any], str]] = {
    "title": lambda _: "the title",
    "description": lambda _: "the description",
    "notes": lambda _: "the notes",
    "due_on": lambda one: f"due {one.due_on:%-d %b %Y}" if one.due_on else "no due day",
    "due_time": lambda one: f"at {one.due_time:%H:%M}" if one.due_time else "no due time",
    "timezone": lambda _: "its time zone",
    "remind_before": lambda _: "its reminder",
    "currency": lambda _: "its currency",
    "amount": lambda one: f"worth {one.value}" if one.value else "no value",
    "chance": lambda one: "no chance said" if one.chance is None else f"a chance of {one.chance} %",
}
