"""Choosing a report in the editor: for the featured pairs, so public and put right only."""

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from beautiful_city.models import Case
from portal.models import SearchEntry
from portal.search.candidates import Holds
from portal.search.terms import Query


def pairs() -> QuerySet[Case]:
    """What may be featured, the newest first."""
    found = Case.objects.public().fixed().select_related("ward", "unit")
    return found.order_by("-verified_at", "-pk")


class PairFilterForm(BaseFilterForm):
    """Finds what the public search finds: with accents or without."""

    q = forms.CharField(
        label=_("Từ trong tiêu đề, nội dung, tên phường hoặc mã"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def filter(self, objects: QuerySet[Case]) -> QuerySet[Case]:
        objects = super().filter(objects)
        text = self.cleaned_data["q"]
        if not text:
            return objects
        self.is_searching, self.search_query = True, text
        query = Query.parse(text)
        if not query:
            return objects.none()
        kind = ContentType.objects.get_for_model(Case)
        entries = SearchEntry.objects.filter(Holds("order_key", query), content_type=kind)
        return objects.filter(pk__in=entries.values("object_id"))


class PairsMixin:
    filter_form_class = PairFilterForm

    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,  # type: ignore[misc]
            Column("ward", label=_("Phường"), accessor="ward"),
            DateColumn("verified_at", label=_("Xác nhận"), accessor="verified_at"),
        ]

    def get_object_list(self) -> QuerySet[Case]:
        return pairs()


class PairChooseView(PairsMixin, ChooseView):
    pass


class PairChooseResultsView(PairsMixin, ChooseResultsView):
    pass


class PairChooserViewSet(ChooserViewSet):
    model = Case
    name = "case_chooser"
    url_prefix = "chon-phan-anh"
    icon = "image"
    choose_one_text = _("Chọn phản ánh đã khắc phục")
    choose_another_text = _("Chọn phản ánh khác")
    choose_view_class = PairChooseView
    choose_results_view_class = PairChooseResultsView
    per_page = 20
