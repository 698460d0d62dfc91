"""The rows that lists show, read with as few statements as can be: plain values, no pages."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.models import PortalImage


@dataclass(frozen=True)
class ArticleCard:
    pk: int
    title: str
    url: str
    summary: str
    published_at: datetime
    image: PortalImage | None
    unit_name: str
    section_title: str
    section_url: str


@dataclass(frozen=True)
class DocumentCard:
    number: str
    form_label: str
    issuer_name: str
    issued_on: date
    effective_on: date | None
    abstract: str
    url: str


@dataclass(frozen=True)
class Crumb:
    title: str
    url: str
