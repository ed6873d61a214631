"""What is kept of the quality of the data: figures."""

from atrium.foundation.personal import plain

plain("quality.QualityDay", "figures")
