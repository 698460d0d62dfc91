"""The models, by concept. `categories` ← `cases` ← `photos`, `history`, `contacts`, `pages`."""

from beautiful_city.models.cases import Case
from beautiful_city.models.categories import Category, DeadlinePolicy, DutyNumber, DutyRoster
from beautiful_city.models.contacts import Contact, Follower, HandOver, Pause, Revisit
from beautiful_city.models.history import CaseEvent, HistoryIsFixed
from beautiful_city.models.intake import Intake
from beautiful_city.models.keys import ApiKey
from beautiful_city.models.numbers import CaseNumber
from beautiful_city.models.pages import FeaturedPair, GalleryPage
from beautiful_city.models.photos import CasePhoto

__all__ = [
    "ApiKey",
    "Case",
    "CaseEvent",
    "CaseNumber",
    "CasePhoto",
    "Category",
    "Contact",
    "DeadlinePolicy",
    "DutyNumber",
    "DutyRoster",
    "FeaturedPair",
    "Follower",
    "GalleryPage",
    "HandOver",
    "HistoryIsFixed",
    "Intake",
    "Pause",
    "Revisit",
]
