"""The made-up volume is sound: the database's own rules hold, and its pictures are there."""

import pytest
from django.core.management import CommandError, call_command

from beautiful_city.models import Case, CasePhoto, GalleryPage
from beautiful_city.volume import fill
from portal import uploads
from portal.models import Unit


@pytest.mark.django_db(transaction=True)
def test_the_command_adds_reports_that_can_be_seen(city: GalleryPage, ward: Unit) -> None:
    call_command("make_volume", cases=60, verbosity=0)
    assert Case.objects.count() == 60
    public = Case.objects.public()
    assert 0 < public.count() < 60
    row = CasePhoto.objects.filter(case__in=public).select_related("photo").first()
    assert row is not None
    assert uploads.public_picture(row.photo) is not None
    call_command("make_volume", cases=5, verbosity=0)
    assert Case.objects.values("year", "number").distinct().count() == 65


def test_it_says_what_is_missing(city: GalleryPage) -> None:
    with pytest.raises(CommandError, match="phường"):
        call_command("make_volume", cases=1, verbosity=0)
    with pytest.raises(CommandError, match="cho biết"):
        call_command("make_volume", verbosity=0)


def test_batches_are_told_as_they_are_done(city: GalleryPage, ward: Unit) -> None:
    assert list(fill(cases=600)) == [500, 600]
