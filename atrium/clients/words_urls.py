from django.urls import URLPattern, path

from atrium.clients.views import rules, words

SLUGS = (
    "statuses",
    "tags",
    "location-types",
    "contact-roles",
    "team-roles",
    "relation-kinds",
    "industries",
)


def paths_of(slug: str) -> list[URLPattern]:
    """The addresses of one list of words."""
    return [
        path(f"settings/{slug}/", words.words, {"words": slug}, name=f"words-{slug}"),
        path(f"settings/{slug}/add/", words.add, {"words": slug}, name=f"words-{slug}-add"),
        path(f"settings/{slug}/order/", words.order, {"words": slug}, name=f"words-{slug}-order"),
        path(f"settings/{slug}/<int:key>/", words.edit, {"words": slug}, name=f"words-{slug}-edit"),
        path(
            f"settings/{slug}/<int:key>/remove/",
            words.remove,
            {"words": slug},
            name=f"words-{slug}-remove",
        ),
        path(
            f"settings/{slug}/<int:key>/move/",
            words.shift,
            {"words": slug},
            name=f"words-{slug}-move",
        ),
    ]


urlpatterns = [pattern for slug in SLUGS for pattern in paths_of(slug)] + [
    path(
        "settings/statuses/<int:key>/default/",
        words.default,
        {"words": "statuses"},
        name="words-statuses-default",
    )
]

urlpatterns += [
    path("settings/rules/", rules.rules, name="rules"),
    path("settings/rules/add/", rules.add, name="rule-add"),
    path("settings/rules/preview/", rules.try_out, name="rule-preview"),
    path("settings/rules/<uuid:key>/", rules.edit, name="rule-edit"),
    path("settings/rules/<uuid:key>/switch/", rules.switch, name="rule-switch"),
    path("settings/rules/<uuid:key>/remove/", rules.remove, name="rule-remove"),
]
