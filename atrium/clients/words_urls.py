from django.urls import path

from atrium.clients.views import words

SLUGS = ("statuses", "tags", "location-types", "contact-roles", "relation-kinds", "fields")

urlpatterns = [
    pattern
    for slug in SLUGS
    for pattern in (
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
    )
] + [
    path(
        "settings/statuses/<int:key>/default/",
        words.default,
        {"words": "statuses"},
        name="words-statuses-default",
    )
]
