"""The demo schools: made-up, and said to be so on every page that speaks of them."""

from school_intranet.demo.discard import throw_away
from school_intranet.demo.load import load
from school_intranet.demo.schools import WITH_PORTAL, build_schools, more_usernames

__all__ = ["WITH_PORTAL", "build_schools", "load", "more_usernames", "throw_away"]
