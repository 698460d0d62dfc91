"""A picture that was encoded once in a run need not be encoded again: the same pixels in the same
format give the same file. The encoders are the real ones."""

import hashlib
from collections.abc import Iterator

import pytest
from PIL import Image

from portal import renditions

Key = tuple[object, ...]


@pytest.fixture(scope="session", autouse=True)
def _encoded_once() -> Iterator[None]:
    encode = renditions._encoded
    files: dict[Key, bytes] = {}

    def encoded(picture: Image.Image, image_format: str) -> bytes:
        pixels = hashlib.blake2b(picture.tobytes()).digest()
        how = repr(renditions.ENCODERS[image_format])
        key = (how, picture.mode, picture.size, repr(sorted(picture.info.items())), pixels)
        if key not in files:
            files[key] = encode(picture, image_format)
        return files[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(renditions, "_encoded", encoded)
        yield
