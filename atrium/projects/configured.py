"""What projects put into the configuration of an organisation."""

from atrium.clients.word_part import WordPart
from atrium.configuration.part import configures
from atrium.projects.navigation import COLUMNS

configures(WordPart(COLUMNS, order=310))
