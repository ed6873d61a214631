"""What imports and exports keep of people: the rows and the files as they came and went."""

from atrium.foundation.personal import Fate, keeps, tells
from atrium.foundation.translation import gettext_lazy

_UNDO = gettext_lazy("To show what an import did with each row, and to take it back.")

keeps("imports.Import", title=gettext_lazy("Imports"), why=_UNDO, words="file_name told remarks left_alone trouble",
      plain="stored_as source reading mapping")  # fmt: skip
keeps("imports.ImportRow", title=gettext_lazy("Rows of imports"), why=_UNDO, of={"client": "client"},
      fate=Fate.BLANK, about="raw candidates differences", words="reason", plain="field")  # fmt: skip
keeps("imports.Export", title=gettext_lazy("Exported lists"), why=gettext_lazy("To hand out a list, for three days."),
      words="name query trouble", plain="role format stored_as")  # fmt: skip
tells("imports", "file")
