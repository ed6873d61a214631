"""The gallery: every component in every state, whole sample pages, and the answers their samples ask for.

Only where `settings.STYLEGUIDE` is true (by default where DEBUG is); elsewhere there is nothing here.
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from atrium.foundation.causes import explained
from atrium.foundation.navigation import NavLink
from atrium.foundation.views.problems import NOT_HERE

PAGES = ["components", "client", "list", "settings", "import", "auth", "problem"]
ANSWERS = {
    "detail-invalid": 422,
    "detail-conflict": 422,
    "broken": 500,
    "refused": 409,
    "composer-empty": 422,
}
OTHER_ANSWERS = [
    "detail-show",
    "detail-edit",
    "detail-saved",
    "toast",
    "palette",
    "people",
    "dialog",
    "older",
    "task",
    "task-done",
]
NAV = [
    ("house", "Home", ""),
    ("inbox", "Inbox", "6"),
    ("building-2", "Clients", ""),
    ("square-check-big", "Tasks", "4"),
    ("calendar", "Calendar", ""),
    ("import", "Imports", ""),
    ("settings", "Settings", ""),
]
SAMPLES = {
    "pages": PAGES,
    "hues": range(1, 11),
    "rows": range(1, 16),
    "explanation": explained(404, NOT_HERE),
    "status": 404,
    "refused": explained(409, "On hold: take it off hold before you send this."),
}
FAVOURITES = [
    ("Harbour & Pine Architects", "HP", 5),
    ("Northbank Studio", "NS", 9),
    ("Müller Łódź Sp. z o.o.", "MŁ", 4),
    ("Oriel Gardens Trust", "OG", 3),
]


def page(request: HttpRequest, name: str = "components") -> HttpResponse:
    """Show one page of the gallery; 404 where it is switched off or has no such page."""
    _check_open()
    if name not in PAGES:
        raise Http404
    return render(request, f"styleguide/{name}.html", _context(request))


def answer(request: HttpRequest, name: str) -> HttpResponse:
    """Give a sample the fragment that it asks for, with the status that its case has."""
    _check_open()
    if name not in ANSWERS and name not in OTHER_ANSWERS:
        raise Http404
    context = _context(request) | {"q": request.GET.get("q", ""), "edit": "edit" in request.GET}
    return render(
        request, f"styleguide/answers/{name}.html", context, status=ANSWERS.get(name, 200)
    )


def _check_open() -> None:
    if not getattr(settings, "STYLEGUIDE", settings.DEBUG):
        raise Http404


def _context(request: HttpRequest) -> dict[str, Any]:
    nav = [
        NavLink(url="#", label=label, icon=icon, current=label == "Clients", count=count, group="")
        for icon, label, count in NAV
    ]
    favourites = [
        {"name": name, "initials": mark, "hue": hue, "url": "#"} for name, mark, hue in FAVOURITES
    ]
    keel = {"name": "Keel Restoration", "slug": "keel", "hue": 5}
    shell = {
        "organisation": keel,
        "organisations": [keel, {"name": "Northlight", "slug": "northlight", "hue": 9}],
        "member": {"name": "Maya Lindqvist", "role": "Account lead", "initials": "ML", "hue": 6},
        "nav": nav,
        "favourites": favourites,
        "unread": 3,
        "theme": request.GET.get("theme", request.COOKIES.get("theme", "")),
        "palette_url": "/styleguide/answers/palette/",
        "notifications_url": "#",
    }
    return {"shell": shell, **SAMPLES}
