"""What tenders put into the configuration of an organisation."""

from atrium.clients.word_part import WordPart
from atrium.configuration.part import configures
from atrium.tenders.words import REASONS, STAGES

configures(WordPart(STAGES, order=320), WordPart(REASONS, order=321))
