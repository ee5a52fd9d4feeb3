"""Photos for the public: small, and without what a camera writes beside a picture, such as where it stood."""

from __future__ import annotations

import io

LONGEST = 960  # pixels of the longer side
QUALITY = 78


def bare_jpeg(data: bytes) -> bytes | None:
    """A JPEG of at most `LONGEST` pixels with nothing but the picture in it; None when `data` is no picture."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # imported when needed: most pages have no photo

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as opened:
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    upright.thumbnail((LONGEST, LONGEST))
    blank = Image.new("RGB", upright.size)
    blank.paste(upright)  # pixels only: notes beside the picture stay behind
    out = io.BytesIO()
    blank.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
