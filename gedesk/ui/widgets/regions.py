"""The map of a country's regions, drawn with QPainter.

How much there is in a region is told by colour, by pattern and by a number in it, never by colour alone.
"""

from __future__ import annotations

from math import cos, radians

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy

from gedesk.i18n import gettext as _
from gedesk.presenters.figures import Map, Mark, Region
from gedesk.ui import theme
from gedesk.ui.models.rows import Column
from gedesk.ui.theme import Type
from gedesk.ui.widgets.charts import Figure, FigureCard, Spot, fill

STEPS = (None, Qt.BrushStyle.Dense7Pattern, Qt.BrushStyle.BDiagPattern, Qt.BrushStyle.DiagCrossPattern, Qt.BrushStyle.SolidPattern)


class MapFigure(Figure):
    """Regions as they lie."""

    def __init__(self) -> None:
        super().__init__()
        self._map: Map | None = None
        self._paths: list[QPainterPath] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def set_map(self, told: Map) -> None:
        """Another map."""
        self._map = told
        self.at = -1
        middle = _middle(told.regions)
        self._paths = [_outline(region, cos(radians(middle))) for region in told.regions]
        self.setAccessibleName(told.question)
        self.setAccessibleDescription(told.answer)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, 460 if self._paths else 120)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, 360 if self._paths else 100)

    def draw(self, painter: QPainter, room: QRectF) -> list[Spot]:
        told = self._map
        if told is None or not self._paths:
            return []
        c = theme.colours()
        painter.setFont(theme.font(Type.CAPTION))
        room = room.adjusted(0, 0, 0, -self._legend(painter, room, told))
        whole = QRectF()
        for path in self._paths:
            whole = whole.united(path.boundingRect())
        scale = min(room.width() / (whole.width() or 1), room.height() / (whole.height() or 1))
        fit = QTransform()
        fit.translate(room.center().x() - whole.center().x() * scale, room.center().y() - whole.center().y() * scale)
        fit.scale(scale, scale)
        spots = []
        for region, path in zip(told.regions, self._paths, strict=True):
            shape = fit.map(path)
            painter.fillPath(shape, QColor(c.raised))
            pattern = STEPS[min(region.step, len(STEPS) - 1)]
            if pattern is not None:
                fill(painter, shape, QColor(c.accent), pattern)
            painter.strokePath(shape, QPen(QColor(c.surface if pattern is not None else c.strong_border), 1.5))
            spots.append(Spot(shape, region.text))
        taken: list[QRectF] = []
        for region, spot in zip(told.regions, spots, strict=True):
            self._label(painter, region, spot.shape, taken)
        return spots

    def _label(self, painter: QPainter, region: Region, shape: QPainterPath, taken: list[QRectF]) -> None:
        """The value of a region in a small plate at its middle, where there is room for it."""
        if not region.value:
            return
        metrics = painter.fontMetrics()
        middle = _inside(shape)
        width, height = metrics.horizontalAdvance(region.value) + 8, metrics.height()
        plate = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
        if any(plate.intersects(one) for one in taken):
            return
        taken.append(plate)
        ground = QPainterPath()
        ground.addRoundedRect(plate, 4, 4)
        paper = QColor(theme.colours().surface)
        paper.setAlpha(225)
        painter.fillPath(ground, paper)
        painter.setPen(QColor(theme.colours().text))
        painter.drawText(plate, int(Qt.AlignmentFlag.AlignCenter), region.value)

    def _legend(self, painter: QPainter, room: QRectF, told: Map) -> float:
        c, metrics = theme.colours(), painter.fontMetrics()
        rows: list[list[tuple[int, str, float]]] = [[]]
        x = 0.0
        for step, name in enumerate(told.legend):
            width = 24 + metrics.horizontalAdvance(name) + 14
            if x + width > room.width() and rows[-1]:
                rows.append([])
                x = 0
            rows[-1].append((step, name, x))
            x += width
        top = room.bottom() - 20 * len(rows)
        for line, row in enumerate(rows):
            for step, name, at in row:
                y = top + 20 * line
                sample = QPainterPath()
                sample.addRoundedRect(QRectF(room.left() + at, y + 3, 16, 13), 2, 2)
                painter.fillPath(sample, QColor(c.raised))
                pattern = STEPS[min(step, len(STEPS) - 1)]
                if pattern is not None:
                    fill(painter, sample, QColor(c.accent), pattern)
                painter.strokePath(sample, QPen(QColor(c.strong_border), 1))
                painter.setPen(QColor(c.text))
                painter.drawText(QRectF(room.left() + at + 22, y, room.width(), 20), int(Qt.AlignmentFlag.AlignVCenter), name)
        return 20.0 * len(rows) + 8


class MapCard(FigureCard):
    """The map under its question; its table also names regions that have no outline."""

    def __init__(self) -> None:
        self.map_figure = MapFigure()
        super().__init__(self.map_figure)

    def set_map(self, told: Map) -> None:
        """Another map."""
        self.map_figure.set_map(told)
        columns: list[Column[Mark]] = [
            Column(lambda: told.heading, lambda mark: mark.label),
            Column(lambda: told.value_heading, lambda mark: mark.note),
        ]
        marks = [Mark(one.label, (), one.follow, one.value) for one in told.regions]
        if not told.regions and told.marks:  # places without outlines: the table alone tells them
            self.table_button.setChecked(True)
        self.set_content(told.name, told.question, told.answer, told.empty, columns, [*marks, *told.marks])
        self.table_button.setEnabled(bool(told.regions))
        self.more.setVisible(bool(told.regions))
        self.figure.setToolTip(_("Outlines: {source}").format(source=told.source) if told.source else "")


def _middle(regions: tuple[Region, ...]) -> float:
    latitudes = [point[1] for region in regions for ring in region.rings for point in ring]
    return (min(latitudes) + max(latitudes)) / 2 if latitudes else 0.0


def _outline(region: Region, squeeze: float) -> QPainterPath:
    """Degrees to a plane: near enough for a country, true to shape at its middle."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for ring in region.rings:
        path.moveTo(ring[0][0] * squeeze, -ring[0][1])
        for longitude, latitude in ring[1:]:
            path.lineTo(longitude * squeeze, -latitude)
        path.closeSubpath()
    return path


def _inside(shape: QPainterPath) -> QPointF:
    """A point well inside: the middle of the widest stretch on the middle line of the largest part."""
    parts: list[QPainterPath] = []
    for polygon in shape.toSubpathPolygons():
        part = QPainterPath()
        part.addPolygon(polygon)
        parts.append(part)
    largest = max(parts, key=lambda one: one.boundingRect().width() * one.boundingRect().height())
    box = largest.boundingRect()
    best, widest = box.center(), 0.0
    for share in (0.5, 0.4, 0.6):
        y = box.top() + box.height() * share
        steps = 24
        run, start = 0, 0.0
        for step in range(steps + 1):
            x = box.left() + box.width() * step / steps
            if step < steps and largest.contains(QPointF(x, y)):
                start = x if not run else start
                run += 1
                continue
            length = run * box.width() / steps
            if length > widest * 1.15:
                best, widest = QPointF(start + length / 2, y), length
            run = 0
    return best
