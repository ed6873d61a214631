"""The reference of the API as a page, drawn from the OpenAPI document without a script."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from atrium.integrations.api.v1 import api
from atrium.integrations.scopes import RESOURCES


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation with its parameters, its body and its answers."""
    document = api.get_openapi_schema()
    groups: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for path, place in document["paths"].items():
        for method, told in place.items():
            [tag] = told["tags"]
            groups[tag].append(_operation(path, method, told, document))
    context = {"document": document, "groups": dict(groups), "scopes": RESOURCES}
    return render(request, "integrations/reference.html", context)


def _operation(
    path: str, method: str, told: dict[str, Any], document: dict[str, Any]
) -> dict[str, Any]:
    bodies = told.get("requestBody", {}).get("content", {}).values()
    good = {s: r for s, r in told["responses"].items() if s < 300}  # noqa: PLR2004 - success
    return {
        "path": path,
        "method": method.upper(),
        "told": told,
        "scope": told["security"][0]["Bearer"][0] or "any scope",
        "body": next((_fields(body["schema"], document) for body in bodies), []),
        "answers": {
            status: _fields(content["schema"], document)
            for status, answer in good.items()
            for content in answer.get("content", {}).values()
        },
    }


def _fields(schema: dict[str, Any], document: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of an object, in words."""
    schema = _resolved(schema, document)
    required = schema.get("required", [])
    return [
        {
            "name": name,
            "type": _words(told),
            "required": name in required,
            "description": told.get("description", ""),
            "limits": told.get("maxLength"),
            "example": next(iter(told.get("examples", [])), ""),
        }
        for name, told in schema.get("properties", {}).items()
    ]


def _resolved(schema: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return found


def _words(told: dict[str, Any]) -> str:
    """The type as people say it."""
    if "$ref" in told:
        return str(told["$ref"].rsplit("/", 1)[1])
    if "enum" in told:
        return " | ".join(str(value) for value in told["enum"])
    if "const" in told:
        return str(told["const"])
    if options := told.get("anyOf"):
        return " or ".join(_words(option) for option in options)
    if told.get("type") == "array":
        return f"list of {_words(told.get('items', {}))}"
    return str(told.get("format") or told.get("type", "anything"))
