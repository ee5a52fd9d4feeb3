"""What the steps of the import wizard have in common."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from gedesk.ui import theme


class StepWidget(QWidget):
    """What the page asks of a step."""

    def focus(self) -> None:
        """Puts the cursor where the work is."""

    def retranslate(self) -> None:
        """Every text in the language in use."""

    def heightForWidth(self, width: int) -> int:
        return super().heightForWidth(width) if not self.isHidden() else -1  # only the step one sees asks for room


class Side(QScrollArea):
    """A column as narrow as its content allows, however large the text is."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setWidget(content)
        self._content = content
        content.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        wide = self._content.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width() + 4
        return QSize(max(wide, theme.px(220)), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 60)
