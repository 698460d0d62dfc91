"""Demo reports: made up, with drawn scenes, one in each state. Each says that it is a sample."""

from beautiful_city.demo.discard import throw_away
from beautiful_city.demo.load import load

__all__ = ["load", "throw_away"]
