"""The dashboard: a map and charts, each an answer to the question above it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from gedesk.i18n import gettext as _
from gedesk.presenters.dashboard import CHARTS, Board, DashboardPresenter
from gedesk.ui import theme
from gedesk.ui.pages.base import Context, Page
from gedesk.ui.pages.directory import page_of
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import column, frame, label, line, name_tool, push, retint
from gedesk.ui.widgets.charts import ChartCard, FigureCard
from gedesk.ui.widgets.parts import Flow, Parting, Turning
from gedesk.ui.widgets.pick import TypeAhead
from gedesk.ui.widgets.regions import MapCard

if TYPE_CHECKING:
    from gedesk.ui.widgets.publish import PublishCard

FACTS = 6
WIDE = 780  # pixels from which there are two columns
CONCERNS = frozenset({
    "activity", "commitment", "maker", "coalition_role", "funding", "indicator", "target", "result", "action_item",
    "focal_point_post", "periodic_report", "committee", "place",
})  # fmt: skip


class DashboardPage(Page):
    """Figures for everything here, or for one place."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.presenter = DashboardPresenter(
            context.services, self, context.jobs, context.notifier, context.navigator, page_of=page_of
        )
        self._stale = True
        self._board: Board | None = None
        self._title, self._where = label(role="title"), label(role="muted")
        self.place = TypeAhead(self.presenter.places)
        self.place.setMaximumWidth(280)
        self.place.picked.connect(self._picked)
        self.all = push(kind="link", on_click=lambda: self.presenter.look_at(""))
        self.publish = push(icon="send", on_click=self.ask_publish)
        self.card: PublishCard | None = None
        self._context = context
        said, acts = QWidget(), QWidget()
        said.setLayout(line(self._title, self._where, None, self.all, spacing=Space.M))
        chosen = line(spacing=Space.M)
        chosen.addWidget(self.place, 1)
        chosen.addWidget(self.publish)
        acts.setLayout(chosen)
        top = column(Parting(said, acts))
        self._facts: list[tuple[Any, Any]] = []
        flow = Flow(Space.XL)
        for _at in range(FACTS):
            number, text = label("–", role="figure"), label(role="caption")
            box = QWidget()
            box.setLayout(column(number, text, spacing=0))
            flow.addWidget(box)
            self._facts.append((number, text))
        facts = frame("card")
        flow.setContentsMargins(Space.L, Space.S, Space.L, Space.S)
        facts.setLayout(flow)
        self.map = MapCard()
        self.charts = {name: ChartCard() for name in CHARTS}
        for card in self._cards():
            card.on_failed = context.notifier.failed
        left, right = QWidget(), QWidget()
        for side, cards in (
            (left, (self.map, self.charts["ratings"], self.charts["actions"], self.charts["money"])),
            (right, (self.charts["people"], self.charts["coalitions"], self.charts["targets"], self.charts["reports"])),
        ):
            side.setProperty("role", "plain")
            side.setLayout(column(*cards, None, spacing=Space.M))
        inner = QWidget()
        inner.setProperty("role", "page")
        inner.setLayout(column(facts, Turning(left, right, at=WIDE), None, spacing=Space.M, margin=Space.L))
        self._area = QScrollArea()
        self._area.setProperty("role", "page")
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inner)
        top.setContentsMargins(Space.L, Space.L, Space.L, 0)
        whole = column(top, spacing=0)
        whole.addWidget(self._area, 1)
        self.setLayout(whole)
        self.retranslate()

    def _cards(self) -> list[FigureCard]:
        return [self.map, *self.charts.values()]

    # -- presenters.dashboard.DashboardView ----------------------------------------------------------------------

    def show_board(self, board: Board) -> None:
        """All figures afresh."""
        self._board = board
        for (number, text), fact in zip(self._facts, board.facts, strict=True):
            number.setText(fact.number)
            text.setText(fact.text)
            theme.restyle(number, tone=fact.tone)
        self.map.set_map(board.map)
        for chart in board.charts:
            self.charts[chart.name].set_chart(chart)
        self._say()

    def show_waiting(self, waiting: bool) -> None:
        """Whether figures are being worked out."""
        if waiting and self._board is None:
            self._where.setText(_("Adding up…"))

    # -- the window's calls --------------------------------------------------------------------------------------

    def opened(self) -> None:
        """Reads again if something changed meanwhile."""
        if self._stale:
            self._stale = False
            self.presenter.reload()
        self.map.figure.setFocus()

    def sights(self) -> Iterator[str]:
        """The page from top to bottom, and a chart as its table."""
        yield ""
        bar = self._area.verticalScrollBar()
        if bar.maximum() > 40:
            bar.setValue(bar.maximum())
            yield "below"
            bar.setValue(0)
        self.charts["people"].table_button.click()
        yield "table"
        self.charts["people"].table_button.click()
        self.ask_publish()
        yield "publish"
        self.back()

    def changed(self, kinds: frozenset[str]) -> None:
        """Adds up again when something that is counted may differ."""
        if not kinds & CONCERNS:
            return
        if self.isVisible():
            self.presenter.reload()
        else:
            self._stale = True

    def ask_publish(self) -> None:
        """The card that publishes the dashboard."""
        if self.card is None:
            from gedesk.ui.widgets.papers import open_file
            from gedesk.ui.widgets.publish import PublishCard

            context = self._context
            self.card = PublishCard(self, context.services, context.jobs, context.notifier, open_file)
        self.card.ask()

    def back(self) -> bool:
        """From the card to the page, from a place to everything."""
        if self.card is not None and self.card.isVisible():
            self.card.dismiss()
            return True
        if self.presenter.place:
            self.presenter.look_at("")
            return True
        return False

    def leaving(self) -> None:
        """Nothing goes on being published when the program ends."""
        if self.card is not None:
            self.card.presenter.cancel()

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._title.setText(_("Dashboard"))
        self.place.setPlaceholderText(_("Look at a place: type its name"))
        self.place.setAccessibleName(_("Place to look at"))
        self.all.setText(_("Everything"))
        self.publish.setText(_("Publish…"))
        name_tool(self.publish, _("Publish the dashboard for everybody, as one file"))
        if self.card is not None:
            self.card.retranslate()
        self._say()
        if self._board is not None:
            self.presenter.reload()

    def retint(self) -> None:
        """Icons and drawings in the colours in use."""
        retint(self)
        for card in self._cards():
            card.retint()

    # -- inside --------------------------------------------------------------------------------------------------

    def _say(self) -> None:
        board = self._board
        self.all.setVisible(board is not None and bool(board.place))
        if board is not None:
            self._where.setText(f"{board.place} · {board.day}" if board.place else board.day)

    def _picked(self, choice: Any) -> None:
        self.place.clear()
        self.presenter.look_at(choice.id)
