"""The models, by concept. `categories` <- `cases` <- `history`, `contacts`, `pages`."""

from beautiful_city.models.cases import Case, CaseNumber, CasePhoto
from beautiful_city.models.categories import Category, DeadlinePolicy, DutyNumber, DutyRoster
from beautiful_city.models.contacts import Contact, Follower, HandOver, Pause, Revisit
from beautiful_city.models.history import CaseEvent, HistoryIsFixed
from beautiful_city.models.intake import Intake
from beautiful_city.models.keys import ApiKey
from beautiful_city.models.pages import FeaturedPair, GalleryPage

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
