"""Searching within the school; narrowing what waits to be read."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from school_intranet.selectors.search import KINDS
from school_intranet.selectors.words import LONGEST_QUERY


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Tìm trong trường"), required=False, max_length=LONGEST_QUERY)
    kind = forms.ChoiceField(
        label=_("Loại"),
        required=False,
        choices=[("", _("Tất cả")), *((kind.key, kind.label) for kind in KINDS)],
    )


class UnreadFilter(forms.Form):
    kind = forms.ChoiceField(
        label=_("Loại"),
        required=False,
        choices=[
            ("", _("Tất cả")),
            ("announcement", _("Thông báo")),
            ("document", _("Văn bản đến")),
            ("delivery", _("Văn bản của phòng")),
        ],
    )
