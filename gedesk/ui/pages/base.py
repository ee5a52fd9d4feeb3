"""What the window may ask of a page."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """One place in the sidebar."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "page")

    def changed(self, kinds: frozenset[str]) -> None:
        """Records of these kinds changed."""

    def retranslate(self) -> None:
        """Every text in the language in use."""

    def retint(self) -> None:
        """Icons and drawings in the colours in use."""

    def opened(self) -> None:
        """The user came here."""

    def filter_hint(self) -> str:
        """What the search box filters here; "" when nothing."""
        return ""

    def filter_text(self) -> str:
        """The filter in force here."""
        return ""

    def filter(self, text: str) -> None:
        """Only what matches."""

    def into(self) -> None:
        """Puts the cursor into the page: after Enter in the search box."""

    def new(self) -> None:
        """Begins a new record."""

    def back(self) -> bool:
        """One step back; False when there is none."""
        return False

    def leaving(self) -> None:
        """The program ends: keep what is not saved."""
