"""What changes a report, one function for each thing that a person does.

Order of dependence: `core` ← `sending`, `publicity`, `pauses` ← `timing` ← `triage`, `unit`,
`district`, `checking` ← `reporter`, `system`. `core.make_move` is the one way in which a state
changes.
"""

from beautiful_city.services.core import Refused, Stale

__all__ = ["Refused", "Stale"]
