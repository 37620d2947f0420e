"""What a hint (an admonition) is called in the article's language when its author gave it no title."""

_SPANISH = {
    "Note": "Nota",
    "Info": "Información",
    "Tip": "Consejo",
    "Hint": "Pista",
    "Success": "Listo",
    "Warning": "Atención",
    "Caution": "Precaución",
    "Attention": "Atención",
    "Important": "Importante",
    "Danger": "Peligro",
    "Error": "Error",
    "Failure": "Fallo",
    "Bug": "Fallo",
    "Example": "Ejemplo",
    "Quote": "Cita",
}


def title_of_hint(title: str, language: str) -> str:
    """The title as it is shown: the parser names untitled hints by their English kind."""
    return _SPANISH.get(title, title) if language == "es" else title
