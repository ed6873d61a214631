"""The shape of a rule: which clients, what they must have, how much it weighs. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy

from atrium.clients.lexicon import Lexicon
from atrium.clients.models import Rule
from atrium.clients.models.rule import HEAVIEST, LIGHTEST
from atrium.clients.requirements import CONDITIONS, REQUIREMENTS, Condition, Requirement
from atrium.foundation.said import as_heading
from atrium.foundation.translation import gettext, gettext_lazy

type Choices = list[tuple[str, Any]]


class RuleForm(forms.Form):
    """Each choice is a slug with what it is narrowed to: "tag:7", "role:3"."""

    about = forms.ChoiceField(label=gettext_lazy("Which clients"))
    asks = forms.ChoiceField(label=gettext_lazy("Must have"))
    weight = forms.IntegerField(
        label=gettext_lazy("Weight"),
        initial=1,
        min_value=LIGHTEST,
        max_value=HEAVIEST,
        help_text=gettext_lazy("How much it counts in the figure, from 1 to 10."),
        error_messages=dict.fromkeys(
            ("min_value", "max_value", "invalid"),
            format_lazy(
                gettext_lazy("Write a weight from {lightest} to {heaviest}."),
                lightest=LIGHTEST,
                heaviest=HEAVIEST,
            ),
        ),
    )

    def __init__(self, *args: Any, words: Lexicon, rule: Rule | None = None, **kwargs: Any) -> None:
        if rule is not None:
            kwargs["initial"] = {
                "about": _joined(rule.condition, rule.value),
                "asks": _joined(rule.requirement, rule.target),
                "weight": rule.weight,
            }
        super().__init__(*args, **kwargs)
        about = CONDITIONS.ordered(lambda each: each.order)
        asks = REQUIREMENTS.ordered(lambda each: each.order)
        self._offer("about", [_condition(each, words) for each in about if each.is_offered(words)])
        self._offer("asks", [_requirement(each, words) for each in asks if each.is_offered(words)])
        self.fields["weight"].widget.attrs["class"] = "input"
        if rule is not None and rule.always:
            for name in ("about", "asks"):
                self.fields[name].disabled = True

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        field.choices = choices  # type: ignore[attr-defined]
        field.widget.attrs["class"] = "input"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"about", "asks", "weight"} - set(data):
            return data
        condition, _, value = data["about"].partition(":")
        requirement, _, target = data["asks"].partition(":")
        return {
            "condition": condition,
            "value": value,
            "requirement": requirement,
            "target": target,
            "weight": data["weight"],
        }


def _joined(slug: str, of: str) -> str:
    return f"{slug}:{of}" if of else slug


def _condition(each: Condition, words: Lexicon) -> tuple[str, Any]:
    values = each.values(words)
    if not values:
        return each.slug, each.label
    return _group(each.label.format(value="…"), each.slug, values)


def _requirement(each: Requirement, words: Lexicon) -> tuple[str, Any]:
    label = (
        gettext("Not: {label}").format(label=each.label) if each.wrong else as_heading(each.label)
    )
    targets = each.targets(words)
    if not targets:
        return each.slug, label
    return _group(label.format(target="…"), each.slug, targets)


def _group(label: str, slug: str, values: list[tuple[str, str]]) -> tuple[str, Any]:
    return label.strip("… ") or gettext("Companies or people"), [
        (_joined(slug, value), word) for value, word in values
    ]
