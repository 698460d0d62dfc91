"""The drawn scenes of the demo: each has its words, a pair lines up, and none is heavy."""

import json

import pytest
from django.conf import settings
from PIL import Image

DEMO = settings.BASE_DIR / "beautiful_city" / "demo"
CAPTIONS = json.loads((DEMO / "pictures" / "captions.json").read_text(encoding="utf-8"))
NAMES = sorted(
    name if view == "anh" else f"{name}-{view}"
    for name, words in CAPTIONS.items()
    for view in words
    if view != "title"
)


def test_every_drawing_has_a_picture_and_words() -> None:
    assert len(CAPTIONS) == 12
    assert sorted(path.stem for path in (DEMO / "art").glob("*.svg")) == NAMES
    assert sorted(path.stem for path in (DEMO / "pictures").glob("*.jpg")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_light_and_of_one_size(name: str) -> None:
    path = DEMO / "pictures" / f"{name}.jpg"
    assert path.stat().st_size < 200 * 1024
    with Image.open(path) as picture:
        assert picture.size == (1600, 1200)
