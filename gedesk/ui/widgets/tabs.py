"""Tabs above the parts of a page."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTabBar


class Tabs(QTabBar):
    """As wide as their words, with room for the chosen one in bold, whichever it is."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.setDrawBase(False)
        self.setExpanding(False)
        for _tab in range(count):
            self.addTab("")

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def sizeHint(self) -> QSize:
        whole = super().sizeHint()
        bold = self.font()
        bold.setBold(True)
        wide, plain = QFontMetrics(bold), self.fontMetrics()
        more = [wide.horizontalAdvance(self.tabText(at)) - plain.horizontalAdvance(self.tabText(at)) for at in range(self.count())]
        return QSize(whole.width() + max([*more, 0]), whole.height())
