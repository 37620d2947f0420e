"""How a message of a ticket is rendered: paragraphs, lists, code and links; everything else as it was typed."""

from html import escape

from portal.ground.rendering.cleaning import clean_message
from portal.ground.rendering.converting import TooTangled, convert_here, is_light
from portal.ground.rendering.dialects import Dialect


def render_message(text: str) -> str:
    """The safe HTML of a message. Never fails: what is too tangled to read as Markdown is shown as it is."""
    text = text.replace("\r\n", "\n").replace("\0", "")
    if is_light(text):
        try:
            return clean_message(convert_here(text, Dialect.MESSAGE))
        except TooTangled:
            pass
    paragraphs = (p.strip("\n") for p in text.split("\n\n"))
    return clean_message(
        "\n".join(f"<p>{escape(p).replace(chr(10), '<br>')}</p>" for p in paragraphs if p.strip())
    )
