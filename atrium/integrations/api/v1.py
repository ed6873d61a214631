"""Version 1 of the API: every noun's operations behind one door."""

from atrium.integrations.api import (
    acts,
    assignments,
    clients,
    contacts,
    fields,
    flags,
    grants,
    handovers,
    history,
    holds,
    imports,
    links,
    locations,
    marks,
    members,
    no_contacts,
    note_parts,
    note_templates,
    notes,
    points,
    preferences,
    relation_kinds,
    relations,
    rules,
    search,
    service_areas,
    sight,
    statuses,
    tags,
    tasks,
    terms,
    timeline,
)
from atrium.integrations.api.document import Api

api = Api(
    title="Atrium",
    version="1",
    description=(
        "Everything a person can do in Atrium, for programs. Send a token as a bearer; it acts as "
        "its member, within its scopes. Lists come in pages: follow `next` by `cursor`. Errors "
        "are problem details (RFC 9457) that say how to mend them."
    ),
    urls_namespace="api",
)
# The order is that of the addresses: what is asked for most is found first.
for module in (
    clients,
    search,
    timeline,
    notes,
    note_parts,
    note_templates,
    links,
    contacts,
    locations,
    service_areas,
    points,
    preferences,
    no_contacts,
    tasks,
    tags,
    marks,
    holds,
    flags,
    assignments,
    grants,
    relations,
    sight,
    handovers,
    history,
    acts,
    imports,
    statuses,
    terms,
    relation_kinds,
    rules,
    fields,
    members,
):
    api.add_router("", module.router)
