"""The search of the documents' own page, and what a document's page shows beside its fields."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Min, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from home.cards import DocumentCard
from home.contexts import absolute
from home.models import DocumentIndexPage, OfficialDocumentPage
from home.models.documents import DocumentForm
from home.search_form import LONGEST_QUERY, NUL_REFUSED, choice_field
from home.selectors import PAGE_SIZE, breadcrumbs, document_cards
from portal import site_tree
from portal.cursor import Cursor
from portal.kept import kept
from portal.models import SearchEntry
from portal.page_context import context_of
from portal.search.candidates import Holds
from portal.search.terms import Query
from portal.text import fold

CURSORS = ("truoc", "sau")


def public_documents() -> QuerySet[OfficialDocumentPage]:
    found: QuerySet[OfficialDocumentPage] = OfficialDocumentPage.objects.live().public()
    return found


Choices = tuple[list[tuple[str, str]], list[int]]


def choices() -> Choices:
    """Issuers (folded name, name) and years of all public documents, kept for one revision of the
    site. Two statements when the revision is new, with those that `public` makes."""
    return kept("document-choices", _read_choices)


def _read_choices() -> Choices:
    issuers = (
        public_documents()
        .order_by("issuer_folded")
        .values_list("issuer_folded")
        .annotate(name=Min("issuer_name"))
    )
    years = public_documents().dates("issued_on", "year", order="DESC")
    return list(issuers), [day.year for day in years]


class DocumentSearchForm(forms.Form):
    q = forms.CharField(
        label=_("Từ trong tên, trích yếu"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages=NUL_REFUSED,
    )
    so = forms.CharField(
        label=_("Số, ký hiệu"), required=False, max_length=60, error_messages=NUL_REFUSED
    )
    hinh_thuc = choice_field(_("Hình thức"), DocumentForm.choices)
    co_quan = choice_field(_("Cơ quan ban hành"))
    nam = choice_field(_("Năm ban hành"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        issuers, years = choices()
        given = {"co_quan": issuers, "nam": [(str(year), str(year)) for year in years]}
        for name, found in given.items():
            self.fields[name] = choice_field(self.fields[name].label, found)

    def documents(self) -> QuerySet[OfficialDocumentPage]:
        """The documents that a valid form asks for; none where it is not valid."""
        if not self.is_valid():
            return OfficialDocumentPage.objects.none()
        chosen, found = self.cleaned_data, public_documents()
        if chosen["q"]:
            found = found.filter(pk__in=_holding(chosen["q"]))
        if chosen["so"]:
            found = found.filter(number_folded__contains=fold(chosen["so"]))
        if chosen["hinh_thuc"]:
            found = found.filter(form=chosen["hinh_thuc"])
        if chosen["co_quan"]:
            found = found.filter(issuer_folded=chosen["co_quan"])
        if chosen["nam"]:
            found = found.filter(issued_on__year=int(chosen["nam"]))
        return found


def _holding(text: str) -> QuerySet[Any]:
    """Keys of the documents in which all words of `text` stand; none for a text without words."""
    query = Query.parse(text)
    if not query:
        return SearchEntry.objects.none().values("object_id")
    kind = ContentType.objects.get_for_model(OfficialDocumentPage)
    entries = SearchEntry.objects.filter(Holds("order_key", query), content_type=kind, public=True)
    return entries.values("object_id")


@dataclass(frozen=True)
class DocumentSlice:
    rows: list[DocumentCard]
    newer: Cursor | None
    older: Cursor | None


def document_slice(
    documents: QuerySet[OfficialDocumentPage],
    *,
    before: Cursor | None = None,
    after: Cursor | None = None,
) -> DocumentSlice:
    """A page of `documents`, the latest issued first, by date and key. One statement."""
    order = ("-issued_on", "-pk")
    if after:
        day = after.date.date()
        documents = documents.filter(Q(issued_on=day, pk__gt=after.pk) | Q(issued_on__gt=day))
        documents = documents.filter(issued_on__gte=day)
        order = ("issued_on", "pk")
    elif before:
        day = before.date.date()
        documents = documents.filter(Q(issued_on=day, pk__lt=before.pk) | Q(issued_on__lt=day))
        documents = documents.filter(issued_on__lte=day)
    found = list(documents.order_by(*order)[: PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    found = found[:PAGE_SIZE]
    if after:
        found.reverse()
    has_newer = more if after else before is not None
    has_older = bool(after) or more
    return DocumentSlice(
        rows=document_cards(found),
        newer=_cursor(found[0]) if found and has_newer else None,
        older=_cursor(found[-1]) if found and has_older else None,
    )


def _cursor(document: OfficialDocumentPage) -> Cursor:
    return Cursor(datetime.combine(document.issued_on, time(), UTC), document.pk)


@context_of(DocumentIndexPage)
def document_index_context(page: DocumentIndexPage, request: HttpRequest) -> dict[str, Any]:
    form = DocumentSearchForm(request.GET)
    documents = form.documents()
    before = Cursor.parse(request.GET.get("truoc", ""))
    after = None if before else Cursor.parse(request.GET.get("sau", ""))
    found = document_slice(documents, before=before, after=after)
    url = site_tree.page_url(page.url_path)
    return {
        "form": form,
        "http_status": 200 if form.is_valid() else 400,
        "documents": found.rows,
        "total": documents.count(),
        "newer_url": _neighbour(url, request.GET, "sau", found.newer),
        "older_url": _neighbour(url, request.GET, "truoc", found.older),
        "breadcrumbs": breadcrumbs(page),
        "canonical_url": absolute(url),
    }


def _neighbour(url: str, asked: QueryDict, name: str, cursor: Cursor | None) -> str | None:
    """The address of the next page of the same search; None where there is none."""
    if cursor is None:
        return None
    parameters = asked.copy()
    for other in CURSORS:
        parameters.pop(other, None)
    parameters[name] = str(cursor)
    return f"{url}?{parameters.urlencode()}"


@context_of(OfficialDocumentPage)
def document_context(page: OfficialDocumentPage, request: HttpRequest) -> dict[str, Any]:
    files = [
        {
            "title": row.title or row.document.title,
            "url": row.document.url,
            "extension": row.document.file_extension,
            "size": row.document.file_size,
        }
        for row in page.files.select_related("document")
    ]
    replaced = [document.pk for document in page.supersedes.all()]
    latest_first = public_documents().order_by("-issued_on", "-pk")
    return {
        "files": files,
        "supersedes": document_cards(latest_first.filter(pk__in=replaced)),
        "superseded_by": document_cards(latest_first.filter(supersedes=page.pk)),
        "breadcrumbs": breadcrumbs(page),
        "canonical_url": absolute(site_tree.page_url(page.url_path)),
    }
