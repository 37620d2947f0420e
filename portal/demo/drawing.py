"""The screenshots that the demo's clients send: a window of the console, or of a browser, drawn for their problem."""

import io
from collections.abc import Callable
from random import Random

from PIL import Image, ImageDraw

from portal.demo.lettering import lines, write

WIDE, HIGH = 1000, 620
INK, GREY, FAINT, PAPER = "#1c2733", "#66727f", "#e4e8ec", "#ffffff"
RED, GREEN, BLUE, DARK = "#b3261e", "#2e7d4f", "#205c8f", "#20262d"

Pen = ImageDraw.ImageDraw


def draw(kind: str, language: str, title: str, error: str, seed: int) -> bytes:
    """A PNG of this kind ('softphone', 'dialog', 'login', 'devtools', 'chat', 'report') with the error on it."""
    picture = Image.new("RGB", (WIDE, HIGH), "#f3f5f7")
    pen, chance = ImageDraw.Draw(picture), Random(seed)  # noqa: S311 (no secret)
    _window(pen, language)
    KINDS[kind](pen, language, title, error, chance)
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def _window(pen: Pen, language: str) -> None:
    pen.rectangle([0, 0, WIDE, 44], "#dde2e7")
    for number, colour in enumerate(("#e0675f", "#e5bd4f", "#6cb96f")):
        pen.ellipse([16 + 22 * number, 16, 28 + 22 * number, 28], colour)
    pen.rounded_rectangle([110, 9, WIDE - 30, 35], 13, PAPER)
    write(pen, (128, 13), "https://console.example.com", 15, GREY)
    pen.rectangle([0, 44, 150, HIGH], DARK)
    words = {
        "es": ("Inicio", "Conversaciones", "Llamadas", "Reportes", "Configuración"),
        "en": ("Home", "Conversations", "Calls", "Reports", "Settings"),
    }[language]
    for number, word in enumerate(words):
        write(pen, (18, 74 + 38 * number), word, 15, "#c9d3dc")


def _dialog(pen: Pen, language: str, title: str, error: str, chance: Random) -> None:
    top = 170 + chance.randrange(-30, 60)
    pen.rounded_rectangle([300, top, 860, top + 230], 10, PAPER, FAINT, 2)
    write(
        pen,
        (328, top + 24),
        {"es": "No se pudo completar", "en": "Could not complete"}[language],
        22,
        INK,
    )
    below = _paragraph(pen, 328, top + 70, error or title, 17, RED, 500)
    _paragraph(pen, 328, below + 8, title, 15, GREY, 500)
    pen.rounded_rectangle([730, top + 176, 838, top + 210], 6, BLUE)
    write(pen, (750, top + 184), {"es": "Aceptar", "en": "OK"}[language], 16, PAPER)


def _softphone(pen: Pen, language: str, title: str, error: str, chance: Random) -> None:
    words = {"es": ("En llamada", "Micrófono", "Altavoz", "Colgar"), "en": ("In call", "Microphone", "Speaker", "Hang up")}  # fmt: skip
    state, microphone, speaker, hang_up = words[language]
    pen.rounded_rectangle([190, 90, 970, 190], 10, PAPER, FAINT, 2)
    write(
        pen, (216, 108), f"{state}  0{chance.randrange(1, 9)}:{chance.randrange(10, 59)}", 24, INK
    )
    write(pen, (216, 146), f"+56 9 5550 {chance.randrange(1000, 9999)}", 18, GREY)
    pen.rounded_rectangle([830, 116, 944, 160], 8, RED)
    write(pen, (856, 128), hang_up, 17, PAPER)
    for number, (word, level) in enumerate(((microphone, 0), (speaker, 9))):
        y = 240 + 64 * number
        write(pen, (216, y), word, 18, INK)
        for bar in range(16):
            x = 360 + 24 * bar
            pen.rectangle([x, y, x + 16, y + 22], GREEN if bar < level else FAINT)
    pen.rectangle([190, 400, 970, 404], FAINT)
    _paragraph(pen, 216, 424, error or title, 18, RED, 720)


def _login(pen: Pen, language: str, title: str, error: str, chance: Random) -> None:
    words = {"es": ("Iniciar sesión", "Correo", "Código"), "en": ("Sign in", "Email", "Code")}[
        language
    ]
    pen.rectangle([0, 44, 150, HIGH], "#f3f5f7")  # who is not in sees no menu
    pen.rounded_rectangle([320, 110, 700, 500], 12, PAPER, FAINT, 2)
    write(pen, (350, 136), words[0], 26, INK)
    for number, label in enumerate(words[1:]):
        y = 196 + 84 * number
        write(pen, (350, y), label, 16, GREY)
        pen.rounded_rectangle([350, y + 24, 670, y + 60], 6, PAPER, "#aeb8c2", 2)
    write(pen, (364, 312), str(chance.randrange(100_000, 999_999)), 18, INK)
    _paragraph(pen, 350, 366, error or title, 17, RED, 320)
    pen.rounded_rectangle([350, 440, 670, 478], 6, BLUE)
    write(pen, (450, 450), words[0], 17, PAPER)


def _devtools(pen: Pen, language: str, title: str, error: str, chance: Random) -> None:
    pen.rectangle([0, 330, WIDE, HIGH], DARK)
    for number, tab in enumerate(("Elements", "Console", "Network")):
        write(pen, (24 + 120 * number, 342), tab, 15, PAPER if number == 1 else "#8a97a4")
    y = _paragraph(pen, 24, 384, error or title, 16, "#ff8a80", 920)
    for number in range(3):
        write(pen, (24, y + 12 + 26 * number), f"app.4f{chance.randrange(10, 99)}c.js:{chance.randrange(10, 900)}", 15, "#8a97a4")  # fmt: skip
    _paragraph(pen, 190, 120, title, 22, INK, 700)


def _chat(pen: Pen, language: str, title: str, error: str, chance: Random) -> None:
    pen.rectangle([150, 44, 420, HIGH], PAPER)
    for number in range(7):
        y = 60 + 74 * number
        pen.ellipse([166, y, 206, y + 40], FAINT)
        pen.rectangle([220, y + 4, 220 + chance.randrange(90, 180), y + 14], "#c4ccd4")
        pen.rectangle([220, y + 22, 220 + chance.randrange(60, 170), y + 30], FAINT)
    for number, mine in enumerate((False, False, True)):
        y, x = 90 + 96 * number, 640 if mine else 450
        pen.rounded_rectangle([x, y, x + 310, y + 74], 12, "#d9efe0" if mine else PAPER)
        for line in range(2):
            pen.rectangle(
                [x + 18, y + 18 + 22 * line, x + 270 - 70 * line, y + 28 + 22 * line], "#b8c2cb"
            )
    _paragraph(pen, 640, 370, error or title, 16, RED, 310)
    pen.rounded_rectangle([450, 540, 950, 590], 10, FAINT)


def _report(pen: Pen, language: str, title: str, error: str, chance: Random) -> None:
    write(pen, (186, 66), {"es": "Llamadas por hora", "en": "Calls by hour"}[language], 24, INK)
    write(pen, (186, 100), chance.choice(("UTC", "America/Santiago")), 16, GREY)
    for row in range(9):
        y = 140 + 46 * row
        pen.line([(186, y), (970, y)], FAINT, 2)
        write(pen, (196, y + 12), f"{8 + row:02d}:00", 17, INK)
        for column in range(4):
            write(pen, (340 + 160 * column, y + 12), str(chance.randrange(4, 97)), 17, INK)
    x, y = 340 + 160 * chance.randrange(4), 140 + 46 * chance.randrange(1, 8)
    pen.ellipse([x - 26, y, x + 60, y + 44], outline=RED, width=4)  # as people mark what they mean


def _paragraph(pen: Pen, x: int, y: float, text: str, size: int, colour: str, width: int) -> float:
    for line in lines(pen, text, size, width):
        write(pen, (x, y), line, size, colour)
        y += size * 1.4
    return y


KINDS: dict[str, Callable[[Pen, str, str, str, Random], None]] = {
    "dialog": _dialog,
    "softphone": _softphone,
    "login": _login,
    "devtools": _devtools,
    "chat": _chat,
    "report": _report,
}
