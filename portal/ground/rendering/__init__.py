"""Markdown into HTML that is safe to show: articles with anchors and sections, messages as they were meant."""

from portal.ground.rendering.articles import Rendered, render_article
from portal.ground.rendering.converting import TEXT_LIMIT, TooLong, TooTangled
from portal.ground.rendering.messages import render_message

__all__ = ["TEXT_LIMIT", "Rendered", "TooLong", "TooTangled", "render_article", "render_message"]
