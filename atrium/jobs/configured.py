"""What jobs put into the configuration of an organisation."""

from atrium.clients.word_part import WordPart
from atrium.configuration.part import configures
from atrium.jobs.words import ROLES, STAGES

configures(WordPart(STAGES, order=300), WordPart(ROLES, order=301))
