"""How nginx, set up as in bench/nginx.conf, serves public photos."""

from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.conf import settings

from bench.servers import Server, free_port, nginx
from portal.models import Photo
from portal.uploads import hide, photo_prefetch, public_picture, publish
from tests.factories.photos import make_photo

pytestmark = [
    pytest.mark.program("nginx"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Server]:
    media = Path(settings.MEDIA_ROOT)
    with nginx(tmp_path, app_port=free_port(), revision=tmp_path, media=media) as server:
        yield server


def test_a_public_photo_is_kept_for_a_minute_and_a_hidden_one_is_gone(front: Server) -> None:
    photo = make_photo()
    publish(photos=[photo])
    picture = public_picture(Photo.objects.prefetch_related(photo_prefetch()).get(pk=photo.pk))
    assert picture is not None
    addresses = [part.split()[0] for part in f"{picture['srcset']}, {picture['webp']}".split(", ")]
    assert len(addresses) == 6
    for address in addresses:
        with urlopen(f"http://127.0.0.1:{front.port}{address}", timeout=10) as answer:
            assert answer.headers["Cache-Control"] == "max-age=60"
            assert answer.headers["Content-Type"] in ("image/jpeg", "image/webp")
    hide(photos=[photo])
    for address in addresses:
        with pytest.raises(HTTPError) as refused:
            urlopen(f"http://127.0.0.1:{front.port}{address}", timeout=10)
        assert refused.value.code == 404
