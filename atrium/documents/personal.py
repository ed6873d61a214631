"""What files hold of people: their bytes and words, who was given a link."""

from atrium.foundation.personal import Fate, keeps, plain, tells
from atrium.foundation.translation import gettext_lazy

_FILES = gettext_lazy("To keep what was exchanged with the client.")

keeps(
    "documents.Content",
    title=gettext_lazy("Contents of files"),
    why=_FILES,
    about="stored_as text sheets",
    plain="sha256 content_type",
)
plain("documents.DocumentKind", "label label_key")
keeps("documents.FileVersion", title=gettext_lazy("Versions of files"), why=_FILES, of={"client": "file__client"},
      fate=Fate.DELETE, about="name note")  # fmt: skip
keeps("documents.Folder", title=gettext_lazy("Folders"), why=_FILES, of={"client": "client"}, fate=Fate.STAYS,
      words="name name_key", plain="keeper")  # fmt: skip
keeps("documents.File", title=gettext_lazy("Files"), why=_FILES, of={"client": "client"}, fate=Fate.DELETE,
      about="name name_key description tags")  # fmt: skip
keeps("documents.Agreement", title=gettext_lazy("Agreements"), why=_FILES, of={"client": "client"},
      about="signed_by", words="title ended_why", plain="kind")  # fmt: skip
keeps("documents.Opening", title=gettext_lazy("Files opened"), why=_FILES, of={"client": "file__client"},
      fate=Fate.DELETE)  # fmt: skip
keeps("documents.Share", title=gettext_lazy("Links to files"), why=_FILES,
      of={"client": "client", "contact": "contact"}, fate=Fate.DELETE,
      about="label", plain="subject_model token_hash code_hash")  # fmt: skip
keeps("documents.Upload", title=gettext_lazy("Uploads under way"), why=_FILES, of={"client": "client"},
      fate=Fate.DELETE, about="name", plain="key keeper parts")  # fmt: skip
tells("documents", "name where what day until before after")
