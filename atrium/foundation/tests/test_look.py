"""The look's own rules, read off the sources: one place for literals, nothing inline, no hole in a component."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[3]
STYLES = sorted((CHECKOUT / "frontend" / "css").rglob("*.css"))
TEMPLATES = sorted(set((CHECKOUT / "atrium").rglob("templates/**/*.html")))
COMPONENTS = CHECKOUT / "atrium" / "foundation" / "templates" / "cotton"
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch|color-mix)a?\(")
SHADOW = re.compile(r"shadow:(?!\s*(?:none|var\())")
TYPE_SIZE = re.compile(r"font-size:\s*[\d.]+(?:px|rem|em)")


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(CHECKOUT)) for path in paths]


@pytest.mark.parametrize("name", names(STYLES))
def test_a_colour_shadow_or_type_size_is_stated_in_tokens_only(name: str) -> None:
    if name.endswith("tokens.css"):
        return
    text = (CHECKOUT / name).read_text()
    assert [found.group() for rule in (COLOUR, TYPE_SIZE) for found in rule.finditer(text)] == []
    assert [line for line in text.splitlines() if SHADOW.search(line)] == []


# A document of its own in a frame without an origin, to which no file of ours is "self".
OWN_DOCUMENTS = {"atrium/conversations/templates/conversations/mail/body.html"}


@pytest.mark.parametrize("name", sorted({*names(TEMPLATES)} - OWN_DOCUMENTS))
def test_a_template_has_nothing_inline(name: str) -> None:
    text = (CHECKOUT / name).read_text()
    assert (
        re.findall(
            r"\sstyle=|\son(?!e=)[a-z]+=\"|<style|<script(?![^>]+src=)|\shx-[a-z]+=|js:", text
        )
        == []
    )


@pytest.mark.parametrize("name", names(TEMPLATES))
def test_every_button_and_input_says_its_type(name: str) -> None:
    text = re.sub(r"{%.*?%}|{{.*?}}", "", (CHECKOUT / name).read_text())
    controls = re.findall(r"<(?:button|input)\b[^>]*>", text)
    assert [control for control in controls if "type=" not in control] == []


@pytest.mark.parametrize("name", names(TEMPLATES))
def test_a_computed_attribute_reaches_only_a_component_that_declares_it(name: str) -> None:
    """What a component does not declare is written out unescaped, so a computed value must be declared."""
    text = (CHECKOUT / name).read_text()
    stray = []
    for component, attributes in re.findall(r"<c-([a-z.-]+)((?:\s+[^<>]*?)?)\s*/?>", text):
        if component in ("vars", "slot"):
            continue
        declared = declared_by(component)
        stray += [
            f"{component} :{attribute}"
            for attribute in re.findall(r"\s:([a-z_-]+)=", attributes)
            if attribute not in declared
        ]
    assert stray == []


def declared_by(component: str) -> set[str]:
    path = COMPONENTS / component.replace(".", "/").replace("-", "_")
    source = path.with_suffix(".html")
    if not source.exists():
        source = path / "index.html"
    found = re.match(r"<c-vars\s+(.*?)/>", source.read_text(), re.DOTALL)
    return set(re.findall(r":?([a-z_]+)=", found.group(1))) if found else set()
