"""The colours that were meant, in modes that every format knows."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageCms

SRGB = ImageCms.createProfile("sRGB")


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The pixels of an image in eight bits in L, LA, RGB or RGBA, with the colours that the
    profile meant."""
    if profile:
        mode = "RGBA" if image.mode in ("RGBA", "LA") else "RGB"
        source = image.convert("RGBA") if image.mode == "LA" else image
        try:
            converted = ImageCms.profileToProfile(
                source,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                SRGB,
                outputMode=mode,
            )
        except (ImageCms.PyCMSError, OSError):
            # A broken profile, or one of another colour space: the plain colours are near enough.
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGB") if image.mode == "CMYK" else image


def in_eight_bits(image: Image.Image) -> Image.Image:
    """The image in a mode that all output formats know, or in CMYK."""
    if image.mode.startswith("I"):
        # 16 bits of grey: Pillow's own conversion would clip instead of scaling.
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("P", "PA") or "transparency" in image.info:
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    return image if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK") else image.convert("RGB")


def flattened(image: Image.Image) -> Image.Image:
    """The image without transparency, on white, in L or RGB: what a JPEG can hold."""
    if image.mode in ("L", "RGB"):
        return image
    white = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(white, image.convert("RGBA")).convert("RGB")
