"""The reference of the API as a page, drawn from the OpenAPI document; it works without a script."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from atrium.integrations.api.v1 import api
from atrium.integrations.scopes import RESOURCES

_FEW = 3


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation with its parameters, its body, its answers and an example; ``q`` searches them."""
    typed = request.GET.get("q", "").strip()
    words = typed.casefold().split()
    found = {
        group: fitting
        for group, operations in _groups().items()
        if (fitting := [o for o in operations if all(word in o["words"] for word in words)])
    }
    count = sum(map(len, found.values()))
    context = {
        "document": _document(),
        "groups": found,
        "scopes": RESOURCES,
        "q": typed,
        "count": count,
        "opened": bool(words) and count <= _FEW,
        "base": request.build_absolute_uri("/").rstrip("/"),
    }
    part = "#found" if request.headers.get("HX-Request") else ""
    response = render(request, f"integrations/reference.html{part}", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = api.get_openapi_schema()
    return document


@cache
def _groups() -> dict[str, list[dict[str, Any]]]:
    """The operations by noun; the document is the same as long as the process lives."""
    groups: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for path, place in _document()["paths"].items():
        for method, told in place.items():
            [tag] = told["tags"]
            groups[tag].append(_operation(path, method, told, _document()))
    return dict(groups)


def _operation(
    path: str, method: str, told: dict[str, Any], document: dict[str, Any]
) -> dict[str, Any]:
    bodies = told.get("requestBody", {}).get("content", {}).values()
    scope = told["security"][0]["Bearer"][0]
    good = {s: r for s, r in told["responses"].items() if s < 300}  # noqa: PLR2004 - success
    return {
        "path": path,
        "method": method.upper(),
        "told": told,
        "scope": scope or "any scope",
        "words": f"{method} {path} {told['summary']} {told['tags'][0]} {scope}".casefold(),
        "example": _example(method.upper(), told, document),
        "body": next((_fields(body["schema"], document) for body in bodies), []),
        "answers": {
            status: _fields(content["schema"], document)
            for status, answer in good.items()
            for content in answer.get("content", {}).values()
        },
    }


def _example(method: str, told: dict[str, Any], document: dict[str, Any]) -> str:
    """The options of curl that ask for this operation, with the document's own examples in the body."""
    lines = [] if method == "GET" else [f"--request {method}"]
    lines.append('--header "Authorization: Bearer $TOKEN"')
    for kind, content in told.get("requestBody", {}).get("content", {}).items():
        if kind != "application/json":
            lines.append("--form file=@clients.csv")
            continue
        schema = _resolved(content["schema"], document)
        required = schema.get("required", [])
        fields = {
            name: field["examples"][0]
            for name, field in schema.get("properties", {}).items()
            if field.get("examples") and (not required or name in required)
        }
        body = json.dumps(fields, ensure_ascii=False).replace("'", "\\u0027")
        lines += ['--header "Content-Type: application/json"', f"--data '{body}'"]
    return " \\\n  ".join(lines)


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
