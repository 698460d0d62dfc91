"""A person's own settings in the editor: Wagtail's page, with contact data for its name form.

Wagtail asks for a first and a last name, which our accounts do not have; the name is the
administrator's to set. Its picture of the person is left out, since that upload would pass by this
project's checks of images.
"""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import (
    AccountView,
    AvatarSettingsPanel,
    BaseSettingsPanel,
    NameEmailSettingsPanel,
)
from wagtail.users.models import UserProfile

from portal.forms.telephone import TelephoneField
from portal.models import User


class ContactForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("email", "phone")
        field_classes = {"phone": TelephoneField}

    def clean_email(self) -> str | None:
        return self.cleaned_data["email"] or None


class ContactSettingsPanel(BaseSettingsPanel):
    name = "contact"
    title = _("Liên hệ")
    order = 100
    form_class = ContactForm


class PortalAccountView(AccountView):
    def get_panels(self) -> list[BaseSettingsPanel]:
        left_out = (NameEmailSettingsPanel, AvatarSettingsPanel)
        kept = [panel for panel in super().get_panels() if not isinstance(panel, left_out)]
        profile = UserProfile.get_for_user(self.request.user)
        return [ContactSettingsPanel(self.request, self.request.user, profile), *kept]
