"""Charts drawn with QPainter: the same code draws on the screen, into a PNG and into an SVG.

Colour never stands alone: series differ by pattern too, values are written, and every figure can be read as a table.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QBrush,
    QColor,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QImageWriter,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QSizePolicy, QStackedWidget, QToolTip

from gedesk.errors import InvalidInput
from gedesk.i18n import gettext as _
from gedesk.presenters import words
from gedesk.presenters.figures import Chart, Mark, ticks
from gedesk.ui import files, theme
from gedesk.ui.models.rows import Column, RowsModel
from gedesk.ui.theme import Space, Type
from gedesk.ui.widgets.basics import column, label, line, name_tool, retint, tool
from gedesk.ui.widgets.tables import Table

BAR, GAP = 20, 10  # pixels
NAMES = 0.34  # share of the width for labels, at most
PATTERNS = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense4Pattern,
    Qt.BrushStyle.HorPattern,
    Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.VerPattern,
)
LINES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)


def ink(series: int) -> QColor:
    """Colour of a series."""
    c = theme.colours()
    return QColor((c.primary, c.accent, c.warning, c.success, c.danger, c.muted)[series % 6])


def fill(painter: QPainter, shape: QPainterPath, colour: QColor, pattern: Qt.BrushStyle) -> None:
    """Fills a shape: patterns over a soft ground of their colour, so that they are seen on any paper."""
    ground = QColor(colour)
    if pattern != Qt.BrushStyle.SolidPattern:
        ground.setAlpha(56)
    painter.fillPath(shape, ground)
    if pattern != Qt.BrushStyle.SolidPattern:
        painter.fillPath(shape, QBrush(colour, pattern))


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a figure that can be pointed at."""

    shape: QPainterPath
    text: str


class Figure(QLabel):
    """Something drawn, with places to point at: by mouse, or with the arrow keys and Enter.

    A label with a picture, however small, is what Qt tells screen readers to be a graphic.
    """

    pressed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        nothing = QPixmap(1, 1)
        nothing.fill(Qt.GlobalColor.transparent)
        self.setPixmap(nothing)
        self.at = -1
        self._spots: list[Spot] = []

    # -- what subclasses say -------------------------------------------------------------------------------------

    def draw(self, _painter: QPainter, _room: QRectF) -> list[Spot]:
        """Draws into `room`; returns what can be pointed at, in the order of the keyboard."""
        raise NotImplementedError

    # -- files ---------------------------------------------------------------------------------------------------

    def save(self, file: Path, title: str) -> None:
        """Writes a PNG (twice the size) or an SVG, with its title.  Raises InvalidInput where it cannot be written."""
        head = 36
        size = QSize(max(self.width(), 640), max(self.height(), self.sizeHint().height()) + head)
        if file.suffix.lower() == ".svg":
            from PySide6.QtSvg import QSvgGenerator

            svg = QSvgGenerator()
            svg.setFileName(str(file))
            svg.setSize(size)
            svg.setViewBox(QRect(QPoint(0, 0), size))
            svg.setTitle(title)
            painter = QPainter()
            if not painter.begin(svg):
                raise _unwritable(file)
            self._draw_whole(painter, size, head, title)
            painter.end()
            return
        image = QImage(size * 2, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(2)
        painter = QPainter(image)
        self._draw_whole(painter, size, head, title)
        painter.end()
        if not QImageWriter(str(file), b"png").write(image):
            raise _unwritable(file)

    def _draw_whole(self, painter: QPainter, size: QSize, head: int, title: str) -> None:
        whole = QRectF(0, 0, size.width(), size.height())
        painter.fillRect(whole, QColor(theme.colours().surface))
        painter.setFont(theme.font(Type.SUBTITLE, bold=True))
        painter.setPen(QColor(theme.colours().text))
        painter.drawText(whole.adjusted(12, 8, -12, 0), int(Qt.AlignmentFlag.AlignTop), title)
        at, self.at = self.at, -1
        self.draw(painter, whole.adjusted(12, head, -12, -8))
        self.at = at

    # -- Qt ------------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._spots = self.draw(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2))
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.colours().focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if 0 <= self.at < len(self._spots):
                painter.drawPath(self._spots[self.at].shape)
            else:
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self.spot_at(event.pos())
            if at >= 0:
                QToolTip.showText(event.globalPos(), self._spots[at].text, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def spot_at(self, point: QPoint) -> int:
        """Number of the place at a point, -1 for none."""
        return next((n for n, spot in enumerate(self._spots) if spot.shape.contains(QPointF(point))), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self.spot_at(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self.spot_at(event.position().toPoint())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.move_to(at)
            self.pressed.emit(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._spots) - 1
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Right:
                self.move_to(min(self.at + 1, last))
            case Qt.Key.Key_Up | Qt.Key.Key_Left:
                self.move_to(max(self.at - 1, 0) if last >= 0 else -1)
            case Qt.Key.Key_Home:
                self.move_to(0 if last >= 0 else -1)
            case Qt.Key.Key_End:
                self.move_to(last)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space if 0 <= self.at <= last:
                self.pressed.emit(self.at)
            case _:
                super().keyPressEvent(event)

    def move_to(self, at: int) -> None:
        """Marks a place and says it."""
        self.at = at
        if 0 <= at < len(self._spots):
            spot = self._spots[at]
            self.setAccessibleDescription(spot.text)
            if self.hasFocus():
                where = self.mapToGlobal(spot.shape.boundingRect().bottomLeft().toPoint())
                QToolTip.showText(where, spot.text, self)
        self.update()


class ChartFigure(Figure):
    """Bars, stacked bars, bars against targets, or lines."""

    def __init__(self) -> None:
        super().__init__()
        self._chart: Chart | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_chart(self, chart: Chart) -> None:
        """Another chart."""
        self._chart = chart
        self.at = -1
        self.setAccessibleName(chart.question)
        self.setAccessibleDescription(chart.answer)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        chart = self._chart
        if chart is None or not chart.marks:
            return QSize(320, 80)
        if chart.kind == "line":
            return QSize(420, 240)
        legend = 28 if len(chart.series) > 1 else 0
        return QSize(420, len(chart.marks) * (BAR + GAP) + legend + 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, self.sizeHint().height())

    def draw(self, painter: QPainter, room: QRectF) -> list[Spot]:
        chart = self._chart
        if chart is None or not chart.marks:
            return []
        painter.setFont(theme.font(Type.CAPTION))
        if len(chart.series) > 1:
            room = room.adjusted(0, self._legend(painter, room, chart), 0, 0)
        if chart.kind == "line":
            return self._lines(painter, room, chart)
        return self._bars(painter, room, chart)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _legend(self, painter: QPainter, room: QRectF, chart: Chart) -> float:
        x, y = room.left(), room.top()
        metrics = painter.fontMetrics()
        for number, name in enumerate(chart.series):
            width = 18 + metrics.horizontalAdvance(name) + 16
            if x + width > room.right() and x > room.left():
                x, y = room.left(), y + 20
            sample = QPainterPath()
            if chart.kind == "targets" and number == 1:
                sample.addRect(QRectF(x + 5, y + 1, 3, 14))
                painter.fillPath(sample, QColor(theme.colours().text))
            elif chart.kind == "line":
                painter.setPen(QPen(ink(number), 2, LINES[number % len(LINES)]))
                painter.drawLine(QPointF(x, y + 8), QPointF(x + 14, y + 8))
            else:
                sample.addRoundedRect(QRectF(x, y + 2, 12, 12), 2, 2)
                fill(painter, sample, ink(number), PATTERNS[number % len(PATTERNS)])
            painter.setPen(QColor(theme.colours().text))
            painter.drawText(QRectF(x + 18, y, width, 16), int(Qt.AlignmentFlag.AlignVCenter), name)
            x += width
        return y - room.top() + 26

    def _bars(self, painter: QPainter, room: QRectF, chart: Chart) -> list[Spot]:
        c, metrics = theme.colours(), painter.fontMetrics()
        names = min(max(metrics.horizontalAdvance(mark.label) for mark in chart.marks) + 10, room.width() * NAMES)
        numbers = max(metrics.horizontalAdvance(self._number(chart, mark)) for mark in chart.marks) + 12
        wide = max(room.width() - names - numbers, 20)
        top = chart.top or 1
        spots = []
        for row, mark in enumerate(chart.marks):
            y = room.top() + row * (BAR + GAP) + GAP / 2
            painter.setPen(QColor(c.text))
            shown = metrics.elidedText(mark.label, Qt.TextElideMode.ElideRight, int(names) - 8)
            painter.drawText(
                QRectF(room.left(), y, names - 8, BAR), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), shown
            )
            x = room.left() + names
            painter.fillRect(QRectF(x - 1, y - GAP / 2, 1, BAR + GAP), QColor(c.border))
            if chart.kind == "targets":
                end = self._against(painter, x, y, wide, top, mark)
            else:
                end = self._parts(painter, x, y, wide, top, chart, mark)
            painter.setPen(QColor(c.text if any(mark.values) else c.muted))
            painter.drawText(QRectF(end + 6, y, numbers + 40, BAR), int(Qt.AlignmentFlag.AlignVCenter), self._number(chart, mark))
            shape = QPainterPath()
            shape.addRoundedRect(QRectF(room.left(), y - 4, room.width(), BAR + 8), 4, 4)
            spots.append(Spot(shape, chart.said(mark)))
        return spots

    def _parts(self, painter: QPainter, x: float, y: float, wide: float, top: float, chart: Chart, mark: Mark) -> float:
        """The bar of a mark, part after part; returns where it ends."""
        metrics = painter.fontMetrics()
        for number, value in enumerate(mark.values):
            length = wide * (value or 0) / top
            if length <= 0:
                continue
            shape = QPainterPath()
            shape.addRoundedRect(QRectF(x, y, max(length - (1 if len(mark.values) > 1 else 0), 1.5), BAR), 2, 2)
            pattern = PATTERNS[number % len(PATTERNS)]
            fill(painter, shape, ink(number), pattern)
            text = words.number(value)
            if len(chart.series) > 1 and pattern == Qt.BrushStyle.SolidPattern and metrics.horizontalAdvance(text) + 10 < length:
                painter.setPen(QColor(theme.colours().on_primary))
                painter.drawText(QRectF(x, y, length, BAR), int(Qt.AlignmentFlag.AlignCenter), text)
            x += length
        return x

    def _against(self, painter: QPainter, x: float, y: float, wide: float, top: float, mark: Mark) -> float:
        """What was reached as a bar, what was to be reached as an upright line."""
        reached, wanted = mark.values[0], mark.values[1]
        end = x + wide * (reached or 0) / top
        if reached:
            shape = QPainterPath()
            shape.addRoundedRect(QRectF(x, y + 3, end - x, BAR - 6), 2, 2)
            painter.fillPath(shape, ink(0))
        if wanted is not None:
            at = x + wide * wanted / top
            painter.fillRect(QRectF(at - 1.5, y - 1, 3, BAR + 2), QColor(theme.colours().text))
            end = max(end, at)
        return end

    def _number(self, chart: Chart, mark: Mark) -> str:
        if chart.unit == "%":
            return f"{words.number(mark.values[0])} %"
        if chart.kind == "targets":
            reached, wanted = mark.values[0], mark.values[1]
            if wanted is None:
                return words.number(reached) if reached is not None else "–"
            return f"{words.number(reached) if reached is not None else '–'} / {words.number(wanted)}"
        return words.number(sum(value or 0 for value in mark.values))

    def _lines(self, painter: QPainter, room: QRectF, chart: Chart) -> list[Spot]:
        c, metrics = theme.colours(), painter.fontMetrics()
        scale = ticks(chart.top)
        left = max(metrics.horizontalAdvance(words.number(round(one, 6))) for one in scale) + 10
        area = room.adjusted(left, 8, -12, -22)
        high = scale[-1] or 1
        for one in scale:
            y = area.bottom() - area.height() * one / high
            painter.setPen(QPen(QColor(c.border), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(c.muted))
            number = words.number(int(one) if one == int(one) else one)
            painter.drawText(
                QRectF(room.left(), y - 9, left - 8, 18), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), number
            )
        step = area.width() / max(len(chart.marks) - 1, 1)
        places = [area.left() + step * at for at in range(len(chart.marks))]
        if len(places) == 1:
            places = [area.center().x()]
        painter.setPen(QColor(c.muted))
        free = room.right() + 8
        for x, mark in zip(reversed(places), reversed(chart.marks), strict=True):  # the last period is always named
            wide = metrics.horizontalAdvance(mark.label) + 4.0
            x0 = min(max(x - wide / 2, room.left()), room.right() - wide)
            if x0 + wide + 8 <= free:
                painter.drawText(QRectF(x0, area.bottom() + 4, wide, 18), int(Qt.AlignmentFlag.AlignCenter), mark.label)
                free = x0
        for series in range(len(chart.series)):
            told = [
                QPointF(x, area.bottom() - area.height() * (mark.values[series] or 0) / high)
                for x, mark in zip(places, chart.marks, strict=True) if mark.values[series] is not None
            ]  # fmt: skip
            painter.setPen(QPen(ink(series), 2, LINES[series % len(LINES)]))
            painter.drawPolyline(QPolygonF(told))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink(series))
            for point in told:
                painter.drawEllipse(point, 3.5, 3.5)
        spots = []
        for x, mark in zip(places, chart.marks, strict=True):
            shape = QPainterPath()
            shape.addRoundedRect(QRectF(x - max(min(step, 60) / 2, 8), area.top() - 4, max(min(step, 60), 16), area.height() + 26), 4, 4)
            spots.append(Spot(shape, chart.said(mark)))
        return spots


class FigureCard(QFrame):
    """A figure under its question, with its table and a way to save it."""

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.figure = figure
        self._name = ""
        self._marks: Sequence[Mark] = ()
        self._title = label(role="subtitle", wrap=True)
        self._answer = label(role="muted", wrap=True)
        self.table_button = tool("table", self.turn)
        self.table_button.setCheckable(True)
        self.more = tool("save")
        self._menu = QMenu(self)
        self._png, self._svg, self._csv = QAction(self), QAction(self), QAction(self)
        self._png.triggered.connect(lambda: self._ask(".png"))
        self._svg.triggered.connect(lambda: self._ask(".svg"))
        self._csv.triggered.connect(lambda: self._ask(".csv"))
        self._menu.addActions([self._png, self._svg, self._csv])
        self.more.clicked.connect(lambda: self._menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height()))))
        self._columns: Sequence[Column[Mark]] = ()
        self.table: Table | None = None  # made when somebody asks for it
        self._empty = label(role="muted", wrap=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(figure)
        self._stack.addWidget(self._empty)
        figure.pressed.connect(self._follow)
        top = line(spacing=Space.XS)
        top.addWidget(self._title, 1)
        top.addWidget(self.table_button, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        inside = column(top, self._answer, spacing=Space.XS, margin=Space.L)
        inside.addSpacing(Space.XS)
        inside.addWidget(self._stack, 1)
        self.setLayout(inside)
        self.on_failed: Callable[[BaseException], None] = lambda _error: None

    def set_content(
        self, name: str, question: str, answer: str, empty: str, columns: Sequence[Column[Mark]], marks: Sequence[Mark]
    ) -> None:
        """Other words and another table; the figure is set by itself."""
        self._name, self._marks, self._columns = name, marks, columns
        self._title.setText(question)
        self._answer.setText(answer)
        self._answer.setVisible(bool(answer) and bool(marks))
        self._empty.setText(empty)
        for button in (self.table_button, self.more):
            button.setVisible(bool(marks))
        self._show()
        self._say()

    def turn(self) -> None:
        """From the figure to its table and back."""
        self._show()
        (self.table or self.figure).setFocus()
        self._say()

    def retint(self) -> None:
        """Colours changed."""
        retint(self)
        self.figure.update()

    def save(self, file: Path) -> None:
        """Writes the figure, or its table as CSV; what cannot be written is told."""
        try:
            if file.suffix.lower() == ".csv":
                self._save_table(file)
            else:
                self.figure.save(file, self._title.text())
        except InvalidInput as error:
            self.on_failed(error)

    def _save_table(self, file: Path) -> None:
        """The table as other programs read it: numbers as numbers, no text that a spreadsheet takes for a formula."""
        from gedesk.workbook.text_source import guard

        try:
            with file.open("w", encoding="utf-8-sig", newline="") as out:
                writer = csv.writer(out)
                writer.writerow([guard(one.heading()) for one in self._columns])
                for mark in self._marks:
                    noted = [guard(mark.note)] if len(self._columns) > 1 + len(mark.values) else []
                    writer.writerow([guard(mark.label), *("" if value is None else value for value in mark.values), *noted])
        except OSError as error:
            raise _unwritable(file) from error

    def _show(self) -> None:
        if self.table is not None:
            self._stack.removeWidget(self.table)
            self.table.deleteLater()
            self.table = None
        if self._marks and self.table_button.isChecked():
            model = RowsModel(self._columns)
            self.table = Table(model, [3, *([2] * (len(self._columns) - 1))])
            model.setParent(self.table)
            model.set_items(self._marks)
            self.table.setAccessibleName(self._title.text())
            self.table.setMinimumHeight(min(len(self._marks) + 1, 8) * 34 + 6)
            self.table.chosen.connect(self._follow)
            self._stack.addWidget(self.table)
            self.table.setCurrentIndex(model.index(0, 0))
        shown = self.table or (self.figure if self._marks else self._empty)
        self._stack.setCurrentWidget(shown)
        for part in (self.figure, self._empty):  # only what is shown takes room
            part.setVisible(part is shown)
            part.setSizePolicy(
                QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred if part is shown else QSizePolicy.Policy.Ignored
            )

    def _say(self) -> None:
        name_tool(self.table_button, _("Show as a chart") if self.table_button.isChecked() else _("Show as a table"))
        name_tool(self.more, _("Save the picture or its data"))
        self._png.setText(_("Save as PNG…"))
        self._svg.setText(_("Save as SVG…"))
        self._csv.setText(_("Save the data as CSV…"))

    def _ask(self, suffix: str) -> None:
        if target := files.choose_target(self, self.more.accessibleName(), f"{self._name}{suffix}"):
            self.save(target)

    def _follow(self, at: int) -> None:
        if 0 <= at < len(self._marks):
            self._marks[at].follow()


class ChartCard(FigureCard):
    """A chart under its question."""

    def __init__(self) -> None:
        self.chart_figure = ChartFigure()
        super().__init__(self.chart_figure)

    def set_chart(self, chart: Chart) -> None:
        """Another chart."""
        self.chart_figure.set_chart(chart)
        columns: list[Column[Mark]] = [Column(lambda: chart.heading, lambda mark: mark.label)]
        columns.extend(_values(number, name) for number, name in enumerate(chart.series))
        if any(mark.note for mark in chart.marks):
            columns.append(Column(lambda: _("Remarks"), lambda mark: mark.note))
        self.set_content(chart.name, chart.question, chart.answer, chart.empty, columns, chart.marks)


def _values(number: int, name: str) -> Column[Mark]:
    return Column(lambda: name, lambda mark: words.number(mark.values[number]), right=True)


def _unwritable(file: Path) -> InvalidInput:
    return InvalidInput(
        _("{file} could not be written.").format(file=file), advice=_("Choose a folder where you may write.")
    )
