"""What the steps of the import wizard have in common."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


class StepWidget(QWidget):
    """What the page asks of a step."""

    def focus(self) -> None:
        """Puts the cursor where the work is."""

    def retranslate(self) -> None:
        """Every text in the language in use."""
