"""Page types of the public front. Order of dependence: articles ← sections ← home page; documents
and standing pages by themselves."""

from home.models.articles import ArticlePage, ArticleTag, SectionPage
from home.models.documents import DocumentFile, DocumentIndexPage, OfficialDocumentPage
from home.models.home_page import HomePage
from home.models.imports import ImportedArticle
from home.models.listing import ArticleListing
from home.models.standing import LeadersPage, StandardPage, StructurePage

__all__ = [
    "ArticleListing",
    "ArticlePage",
    "ArticleTag",
    "DocumentFile",
    "DocumentIndexPage",
    "HomePage",
    "ImportedArticle",
    "LeadersPage",
    "OfficialDocumentPage",
    "SectionPage",
    "StandardPage",
    "StructurePage",
]
