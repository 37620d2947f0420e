"""Pictures that look like screenshots, drawn for the tests."""

import io

from PIL import Image, ImageDraw


def screenshot(title: str, size: tuple[int, int] = (1280, 760)) -> bytes:
    """A PNG of a plain console window with this title."""
    picture = Image.new("RGB", size, "#f4f2ee")
    draw = ImageDraw.Draw(picture)
    width, height = size
    draw.rectangle((0, 0, width, 64), fill="#22394a")
    draw.text((24, 20), title, fill="#ffffff", font_size=24)
    for row in range(9):
        top = 104 + row * 64
        draw.rectangle((24, top, width - 24, top + 48), fill="#ffffff", outline="#d9d4ca")
        draw.rectangle((44, top + 16, 44 + 180 + row * 21 % 160, top + 32), fill="#b9b2a5")
        draw.rectangle(
            (width - 260, top + 16, width - 260 + 40 + row * 17 % 120, top + 32), fill="#7fa3b5"
        )
    draw.rectangle(
        (width // 3, height // 2 - 40, width * 2 // 3, height // 2 + 40),
        fill="#fdeceb",
        outline="#b3382f",
        width=3,
    )
    draw.text((width // 3 + 24, height // 2 - 12), "Error 503", fill="#8f2b24", font_size=22)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
