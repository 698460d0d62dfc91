"""When the next giao ban is held."""

from django import forms

from portal.models import BriefingPlan


class PlanForm(forms.ModelForm):
    class Meta:
        model = BriefingPlan
        fields = ("next_on", "weekly")
        widgets = {"next_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
