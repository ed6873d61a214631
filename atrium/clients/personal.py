"""What is kept of the people a client is, or is reached through."""

from atrium.foundation.personal import ERASED, Fate, keeps, plain, tells
from atrium.foundation.translation import gettext_lazy

_WORK = gettext_lazy("To work for the client and to reach the right person.")
_FIND = gettext_lazy("To find clients and people; made anew from what they say.")
_NAME = "Erased person"

keeps(
    "clients.Client",
    title=gettext_lazy("Client"),
    why=_WORK,
    of={"client": "pk"},
    fate=Fate.BLANK,
    about="name name_key title given_name family_name legal_name registration_number tax_id about"
    " birthday bars external_id extra came_from",
    own="name name_key title given_name family_name legal_name registration_number tax_id birthday"
    " external_id",
    plain="kind industry language timezone preferred_channel gaps absorbs",
    instead={"name": _NAME, "name_key": _NAME.lower()},
)
keeps(
    "clients.Contact",
    title=gettext_lazy("Contact"),
    why=_WORK,
    of={"contact": "pk"},
    fate=Fate.BLANK,
    about="name name_key title given_name family_name about bars extra",
    own="name name_key title given_name family_name",
    plain="language preferred_channel timezone",
    instead={"name": _NAME, "name_key": _NAME.lower()},
)
keeps(
    "clients.Link",
    title=gettext_lazy("Where the person works"),
    why=_WORK,
    of={"contact": "contact", "client": "client"},
    fate=Fate.BLANK,
    about="job_title roles_then",
)
keeps(
    "clients.Point",
    title=gettext_lazy("Phone numbers and addresses"),
    why=_WORK,
    of={"contact": "contact", "client": "client"},
    fate=Fate.DELETE,
    about="value normal label",
    own="value normal",
)
keeps(
    "clients.Location",
    title=gettext_lazy("Locations"),
    why=_WORK,
    of={"client": "client"},
    fate=Fate.BLANK,
    about="label street city region postcode notes site_notes",
    plain="country",
    instead={"street": ERASED},
)
keeps(
    "clients.Preference",
    title=gettext_lazy("How the person wants to be reached"),
    why=gettext_lazy("To respect how and when somebody wants to be reached."),
    of={"contact": "contact", "client": "client"},
    fate=Fate.DELETE,
    about="hours emergency choices",
)
keeps(
    "clients.NoContact",
    title=gettext_lazy("Consent: ways the person is not to be contacted"),
    why=gettext_lazy("To respect that somebody does not want to be contacted."),
    of={"contact": "contact", "client": "client"},
    fate=Fate.BLANK,
    about="reason lift_reason",
    instead={"reason": ERASED},
)
keeps(
    "clients.FieldFile",
    title=gettext_lazy("Files in fields of one's own"),
    why=_WORK,
    of={"contact": "contact", "client": "client"},
    fate=Fate.DELETE,
    about="name stored_as",
    files="stored_as",
    plain="content_type",
)
keeps(
    "clients.FieldKey",
    title=gettext_lazy("Values of fields that lists are narrowed by"),
    why=_FIND,
    of={"contact": "contact", "client": "client"},
    fate=Fate.DELETE,
    about="text",
    own="text",
)
keeps("clients.PersonToken", why=_FIND, derived="token")
keeps("clients.SearchToken", why=_FIND, derived="token")
keeps("clients.SearchSpelling", why=_FIND, derived="key word")
keeps("clients.SearchDocument", why=_FIND, derived="text shown")
keeps(
    "clients.DuplicateProfile",
    why=gettext_lazy("To warn of a client that is there twice."),
    derived="told",
)
keeps(
    "clients.DuplicatePair",
    title=gettext_lazy("Duplicates"),
    why=gettext_lazy("To warn of a client that is there twice."),
    words="reasons",
    plain="level",
)
keeps(
    "clients.Sighting",
    title=gettext_lazy("Who looked at it"),
    why=gettext_lazy("To show who saw what; kept as long as the organisation says."),
    of={"client": "client"},
    words="what",
)
keeps(
    "clients.Hold",
    title=gettext_lazy("Holds"),
    why=_WORK,
    of={"client": "client"},
    fate=Fate.BLANK,
    about="reason lift_reason",
    instead={"reason": ERASED},
)
keeps(
    "clients.Flag",
    title=gettext_lazy("Flags"),
    why=_WORK,
    of={"client": "client"},
    fate=Fate.BLANK,
    about="reason",
    instead={"reason": ERASED},
)
keeps("clients.Relation", title=gettext_lazy("Relations"), why=_WORK, words="note")
keeps(
    "clients.Merge",
    title=gettext_lazy("Merges"),
    why=gettext_lazy("To take a merge back."),
    words="moved held",
)
keeps(
    "clients.ServiceArea",
    title=gettext_lazy("Service areas"),
    why=_WORK,
    of={"client": "client"},
    fate=Fate.BLANK,
    about="label postcodes",
)
keeps("clients.SavedView", title=gettext_lazy("Saved views"), why=gettext_lazy("To keep a list."), words="label label_key q conditions",
      plain="state columns sort look")  # fmt: skip
keeps("clients.Presence", why=gettext_lazy("To show who is editing; for a minute."), plain="field")
keeps(
    "clients.Assignment",
    title=gettext_lazy("Team"),
    why=_WORK,
    of={"client": "client"},
    plain="role",
)
keeps("clients.Tagging", title=gettext_lazy("Tags"), why=_WORK, of={"client": "client"})
plain("clients.FieldSection", "label label_key")
plain("clients.Field", "label label_key key type help options default")
plain("clients.Industry", "label label_key")
plain("clients.ContactRole", "label label_key")
plain("clients.LocationType", "label label_key icon")
plain("clients.RelationKind", "label label_key reverse")
plain("clients.Rule", "condition value requirement target")
plain("clients.Status", "label label_key")
plain("clients.Tag", "label label_key")
plain("clients.TeamRole", "label label_key")
tells(
    "clients",
    "number field label lead type area until before after note along as_of what tag role member how",
)
