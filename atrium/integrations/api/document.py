"""The OpenAPI document: what ninja draws, with what every operation has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from atrium.integrations.api import errors
from atrium.integrations.api.auth import Bearer
from atrium.integrations.api.shell import JsonParser, door

_PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status", "detail", "cause", "next"],
    "properties": {
        "type": {"type": "string", "examples": ["about:blank"]},
        "title": {"type": "string", "examples": ["Unprocessable Content"]},
        "status": {"type": "integer", "examples": [422]},
        "detail": {"type": "string", "description": "What is wrong and how to mend it."},
        "cause": {
            "type": "string",
            "description": "Why, for programs: a code that does not change.",
            "examples": ["client.archived"],
        },
        "next": {
            "type": "array",
            "description": "What to do next, the most useful first.",
            "items": {
                "type": "object",
                "required": ["does", "label"],
                "properties": {
                    "does": {"type": "string", "description": "For programs: a word that stays."},
                    "label": {"type": "string"},
                    "url": {"type": "string", "description": "The page where people do it."},
                },
            },
        },
        "errors": {
            "type": "array",
            "description": "Each value that does not fit (422).",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
_REASONS = {
    400: "The request cannot be read",
    401: "No good token",
    403: "The token lacks the scope, or its member's role the permission",
    404: "Nothing here that you can see",
    406: "Only JSON is answered",
    409: "A rule of the house says no",
    412: "Changed since you read it",
    413: "The body is too large",
    415: "Only JSON is read",
    422: "Values that do not fit",
    429: "The token asked too often; Retry-After says when to ask again",
    503: "The database is away for a moment; Retry-After says when to ask again",
}
_ALWAYS = {400, 401, 403, 404, 406, 413, 415, 422, 429, 503}
_IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag that you read; 412 when it was changed since.",
}
_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag that you have; 304 without a body when nothing changed.",
}
_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "1 to 200 signs without spaces. Sent again within a day with the same body, "
    "the first answer comes back; with another body, 422.",
}


class Api(NinjaAPI):
    """Ninja's API with our errors, our parser and our door at every address."""

    def __init__(self, **options: Any) -> None:
        super().__init__(parser=JsonParser(), docs_url=None, **options)
        errors.install(self)
        self._drawn = cache(self._draw)

    def patterns(self) -> list[URLPattern]:
        """The addresses, each once, behind the door."""
        found: dict[str, URLPattern] = {}
        methods = self._methods(lambda _: True)
        asking = self._methods(lambda op: _asks(op) or _asks_elsewhere(op))
        taking = self._methods(_takes_a_file)
        for pattern in self.urls[0]:
            if isinstance(pattern, URLPattern) and pattern.name != "api-root":
                route = str(pattern.pattern)
                view = door(
                    pattern.callback,
                    methods.get(route, {"GET"}),
                    asking.get(route, ()),
                    taking.get(route, ()),
                )
                found.setdefault(route, path(route, view, name=pattern.name))
        return list(found.values())

    def _methods(self, only: Callable[[Operation], bool]) -> dict[str, set[str]]:
        """The methods of the chosen operations at each address, by its route."""
        return {
            route.lstrip("/").replace("{", "<").replace("}", ">"): {
                method
                for operation in place.operations
                if only(operation)
                for method in operation.methods
            }
            for router in self._get_bound_routers()
            for route, place in router.path_operations.items()
        }

    def operations(self) -> Iterator[Operation]:
        """Every operation with its demand."""
        for router in self._get_bound_routers():
            for place in router.path_operations.values():
                yield from place.operations

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_root_path(self, path_params: dict[str, Any]) -> str:
        return "/api/v1/"

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        return self._drawn()

    def _draw(self) -> OpenAPISchema:
        document = super().get_openapi_schema()
        document["components"]["schemas"]["Problem"] = _PROBLEM
        demands = {op.view_func.__name__: op.auth_callbacks for op in self.operations()}
        for place in document["paths"].values():
            for method, told in place.items():
                for demand in demands[told["operationId"]]:
                    if isinstance(demand, Bearer):
                        _tell(told, method, demand, matched="get" in place)
        return document


def _asks(operation: Operation) -> bool:
    """Whether the operation only reads, as the scope that it demands says."""
    demands = [demand for demand in operation.auth_callbacks if isinstance(demand, Bearer)]
    return any(demand.scope.endswith(":read") for demand in demands)


def _asks_elsewhere(operation: Operation) -> bool:
    return bool(getattr(operation.view_func, "asks_elsewhere", False))


def _takes_a_file(operation: Operation) -> bool:
    return any(model.__ninja_param_source__ == "file" for model in operation.models)


def _tell(told: dict[str, Any], method: str, demand: Bearer, *, matched: bool) -> None:
    told["security"] = [{"Bearer": [demand.scope]}]
    told["x-permission"] = demand.can.value
    statuses = set(_ALWAYS) if method != "get" else _ALWAYS - {413, 415}
    if method == "get":
        told["parameters"].append(_IF_NONE_MATCH)
        told["responses"][304] = {"description": "Nothing changed"}
    elif not demand.scope.endswith(":read"):
        statuses |= {409}
        told["parameters"].append(_IDEMPOTENCY_KEY)
        if matched and method != "post":
            told["parameters"].append(_IF_MATCH)
            statuses |= {412}
    for status in sorted(statuses):
        problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
        told["responses"][status] = {
            "description": _REASONS[status],
            "content": {errors.MEDIA_TYPE: problem},
        }
