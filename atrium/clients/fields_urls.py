from django.urls import path

from atrium.clients.models import Subject
from atrium.clients.views import field_changes, fields
from atrium.clients.views import field_sections as sections

_PLACES = {Subject.CLIENT: "settings/fields/", Subject.CONTACT: "settings/contact-fields/"}

urlpatterns = [
    path(f"{place}{rest}", view, {"subject": subject.value}, name=f"fields-{subject.value}{name}")
    for subject, place in _PLACES.items()
    for rest, view, name in (
        ("", fields.listed, ""),
        ("add/", fields.add, "-add"),
        ("order/", fields.order, "-order"),
        ("<int:key>/", fields.edit, "-edit"),
        ("<int:key>/retire/", fields.retire, "-retire"),
        ("<int:key>/restore/", fields.restore, "-restore"),
        ("<int:key>/type/", field_changes.change_type, "-type"),
        ("<int:key>/purge/", field_changes.purge, "-purge"),
        ("<slug:token>/move/", fields.shift, "-move"),
        ("sections/add/", sections.add, "-section-add"),
        ("sections/<int:key>/", sections.edit, "-section-edit"),
        ("sections/<int:key>/remove/", sections.remove, "-section-remove"),
    )
]
