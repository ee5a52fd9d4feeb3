"""Languages.  One translation system for the core, the command line and the window: gettext catalogues.

The core must not import Qt, so Qt Linguist cannot serve it; see docs/decisions.  English texts are the keys.  Texts
with a number use `ngettext`, since Russian and Bosnian have three plural forms.
"""

from __future__ import annotations

import gettext as _stdlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from gedesk import paths

LANGUAGES = {"en": "English", "sw": "Kiswahili", "fr": "Français", "ru": "Русский", "bs": "Bosanski"}
DOMAIN = "gedesk"

_current = "en"
_catalogue: _stdlib.NullTranslations = _stdlib.NullTranslations()
_listeners: list[Callable[[], None]] = []
_spoken: ContextVar[tuple[str, _stdlib.NullTranslations] | None] = ContextVar("spoken", default=None)


def use(language: str) -> None:
    """Switch every text shown from now on; listeners redraw.  Raises ValueError for an unknown language."""
    global _current, _catalogue
    _catalogue = _read(language)
    _current = language
    for listener in list(_listeners):
        listener()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Texts of this thread in another language while something is written for its readers; the screen keeps its own.

    Raises ValueError for an unknown language.
    """
    token = _spoken.set((language, _read(language)))
    try:
        yield
    finally:
        _spoken.reset(token)


def _read(language: str) -> _stdlib.NullTranslations:
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}; known: {', '.join(LANGUAGES)}")
    return _stdlib.translation(DOMAIN, str(paths.resource("translations")), languages=[language], fallback=True)


def current() -> str:
    """Code of the language in use."""
    spoken = _spoken.get()
    return spoken[0] if spoken else _current


def on_change(listener: Callable[[], None]) -> Callable[[], None]:
    """Call `listener` after every switch; the returned function stops that."""
    _listeners.append(listener)

    def stop() -> None:
        if listener in _listeners:
            _listeners.remove(listener)

    return stop


def gettext(text: str) -> str:
    """`text` in the language in use."""
    if not text:
        return ""
    spoken = _spoken.get()
    return (spoken[1] if spoken else _catalogue).gettext(text)


def ngettext(one: str, many: str, n: int) -> str:
    """The form of a text that `n` needs."""
    spoken = _spoken.get()
    return (spoken[1] if spoken else _catalogue).ngettext(one, many, n)


NARROW = "\u202f"  # the space that parts thousands in French and Russian


def number(value: float | None, digits: int | None = None) -> str:
    """A number with thousands parted as the language in use does, and exactly `digits` decimals if given; empty for None."""
    if value is None:
        return ""
    text = f"{value:,.{digits}f}" if digits is not None else f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"
    match current():
        case "fr" | "ru":
            return text.replace(",", NARROW).replace(".", ",")
        case "bs":
            return text.replace(",", "_").replace(".", ",").replace("_", ".")
    return text


def translated(text: str, language: str) -> str:
    """`text` in another language than the one in use: for files that hold several."""
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}; known: {', '.join(LANGUAGES)}")
    folder = str(paths.resource("translations"))
    return _stdlib.translation(DOMAIN, folder, languages=[language], fallback=True).gettext(text) if text else ""


def mark(text: str) -> str:
    """Marks a text for translation where it is declared; it is translated where it is shown."""
    return text
