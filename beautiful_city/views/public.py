"""What everybody sees."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from beautiful_city.models import Case
from portal.page_cache import public_page


@public_page
def case(request: HttpRequest, year: int, number: int) -> HttpResponse:
    found = get_object_or_404(Case.objects.public(), year=year, number=number)
    return render(request, "beautiful_city/case.html", {"case": found})
