"""The demo campaign: facts that have a source, and samples that say that they are samples."""

from campaigns.demo.discard import throw_away
from campaigns.demo.load import load

__all__ = ["load", "throw_away"]
