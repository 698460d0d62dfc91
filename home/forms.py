"""Forms of the editor that derive a field, and the public search form of the documents."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.editor.forms import UnitPageForm
from portal.text import fold


class DocumentPageForm(UnitPageForm):
    """Keeps the folded number and issuer beside what was typed; refuses an effect before issue."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        issued, effective = cleaned.get("issued_on"), cleaned.get("effective_on")
        if issued and effective and effective < issued:
            self.add_error("effective_on", _("Ngày hiệu lực không được trước ngày ban hành."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        self.instance.number_folded = fold(self.instance.number)
        self.instance.issuer_folded = fold(self.instance.issuer_name)
        return super().save(commit)
