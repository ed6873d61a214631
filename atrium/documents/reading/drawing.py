"""Pictures of pages and of pictures, drawn anew, so that nothing but pixels is ever shown."""

from __future__ import annotations

import warnings
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

WIDTH = 1400
MOST_SHEETS = 20
MOST_PAGES = 400
MOST_PIXELS = 80_000_000
MOST_TEXT = 300_000
_READ = ("PNG", "JPEG", "GIF", "WEBP", "TIFF")


def draw_picture(path: Path, folder: Path) -> dict[str, object]:
    """One picture, upright, at most as wide as a screen; place and camera are left behind."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        picture = Image.open(path, formats=_READ)
    if picture.width * picture.height > MOST_PIXELS:
        msg = f"{picture.width} by {picture.height} pixels are too many"
        raise ValueError(msg)
    picture.draft("RGB", (WIDTH, WIDTH))
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((WIDTH, WIDTH * 2))
    return _kept(upright, folder, 1)


def draw_pdf(path: Path, folder: Path) -> dict[str, object]:
    """The words of a PDF and pictures of its first pages."""
    document = pypdfium2.PdfDocument(path)
    text: list[str] = []
    sheets = []
    left = MOST_TEXT
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        if left > 0:
            said = page.get_textpage().get_text_bounded()[:left]
            text.append(said)
            left -= len(said)
        if number < MOST_SHEETS:
            width, height = page.get_size()
            scale = min(WIDTH / max(width, 1), WIDTH * 3 / max(height, 1), 4)
            drawn = page.render(scale=scale, may_draw_forms=False).to_pil()
            sheets.append(_kept(drawn, folder, number + 1))
        page.close()
        if left <= 0 and number >= MOST_SHEETS:
            break
    return {"text": "\n".join(text), "pages": len(document), "sheets": sheets}


def _kept(picture: Image.Image, folder: Path, number: int) -> dict[str, object]:
    clear = picture.mode in {"RGBA", "LA", "P"}
    name = f"{number}.webp"
    drawn = picture.convert("RGBA" if clear else "RGB")
    drawn.save(folder / name, "WEBP", quality=82, method=3)
    return {"name": name, "width": drawn.width, "height": drawn.height}
