"""Home: what waits, the usual next step, the last exchange, recent activities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gedesk.i18n import gettext as _
from gedesk.presenters.drafts import Drafts
from gedesk.presenters.home import HomePresenter, Line, Step, Today
from gedesk.ui.pages.base import Context, SummaryPage
from gedesk.ui.pages.directory import page_of
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import (
    Elided,
    Picture,
    Push,
    clear,
    column,
    frame,
    label,
    line,
    name_tool,
    push,
    retint,
)
from gedesk.ui.widgets.parts import Turning, flow


class LineButton(Push):
    """A line of a card that leads somewhere: a picture, a text, a second line in grey."""

    def __init__(self, told: Line) -> None:
        super().__init__()
        self.setProperty("kind", "link")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{told.text}. {told.hint}" if told.hint else told.text)
        self.setToolTip(self.accessibleName())
        tone = told.tone if told.tone not in ("", "neutral") else "muted"
        words = column(Elided(told.text), spacing=0)
        if told.hint:
            words.addWidget(Elided(told.hint, "caption"))
        row = line(Picture(told.icon, 20, tone), spacing=Space.M)
        row.setContentsMargins(Space.S, Space.XS, Space.S, Space.XS)
        row.addLayout(words, 1)
        row.addWidget(Picture("chevron-right", 16))
        self.setLayout(row)
        for part in self.findChildren(QLabel):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda _checked=False: told.follow())

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()


class LinesCard(QFrame):
    """A card with a heading and lines, or a calm sentence when there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._heading = label(role="subtitle")
        self._none = label(role="muted", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        said = column(self._heading, self._none, spacing=Space.XS)
        said.setContentsMargins(Space.S, 0, Space.S, 0)
        inside = column(said, self._lines, None, spacing=Space.XS)
        inside.setContentsMargins(Space.S, Space.M, Space.S, Space.M)
        self.setLayout(inside)
        self.buttons: list[LineButton] = []

    def say(self, heading: str, none: str) -> None:
        """Its words."""
        self._heading.setText(heading)
        self._none.setText(none)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Other lines; the one with the focus keeps it by its place."""
        held = next((at for at, button in enumerate(self.buttons) if button.hasFocus()), -1)
        clear(self._lines)
        self.buttons = [LineButton(told) for told in lines]
        for button in self.buttons:
            self._lines.addWidget(button)
        self._none.setVisible(not lines)
        if held >= 0 and self.buttons:
            self.buttons[min(held, len(self.buttons) - 1)].setFocus()


class HomePage(SummaryPage[HomePresenter]):
    """Where somebody begins."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        drafts = Drafts(context.folder, context.site)
        self.presenter = HomePresenter(
            context.services, self, context.jobs, context.notifier, context.navigator, drafts, page_of=page_of
        )
        self._came_from: QWidget | None = None  # what had the focus when the page opened
        self._steps: tuple[Step, ...] = ()
        self._title, self._day = label(role="title"), label(role="muted")
        self._first_title, self._first_hint = label(role="subtitle"), label(role="muted", wrap=True)
        self.first = push(kind="primary", on_click=lambda: self._step(0))
        self.others = [push(on_click=partial(self._step, at)) for at in (1, 2)]
        buttons = flow(self.first, *self.others)
        self._hero = frame(
            "card", column(self._first_title, self._first_hint, Space.XS, buttons, spacing=Space.XS), margin=Space.L
        )
        self._hero.hide()
        self.waits, self.due, self.recent = LinesCard(), LinesCard(), LinesCard()
        self._exchange_title = label(role="subtitle")
        self._sent, self._received = label(role="muted"), label(role="muted")
        self._exchange = push(kind="link", icon="exchange", on_click=lambda: context.navigator.go("exchange"))
        said = column(self._exchange_title, self._sent, self._received, spacing=Space.XS)
        said.setContentsMargins(Space.S, 0, Space.S, 0)
        inside = column(said, line(self._exchange, None))
        last = frame("card", inside, margin=Space.S, spacing=Space.XS)
        inside.setContentsMargins(Space.S, Space.M, Space.S, Space.S)
        left, right = QWidget(), QWidget()
        for side, parts in ((left, (self.waits, self.due)), (right, (self.recent, last))):
            side.setProperty("role", "plain")
            side.setLayout(column(*parts, None, spacing=Space.M))
        whole = column(
            line(self._title, None, self._day, spacing=Space.M), self._hero, Turning(left, right, at=700), None,
            spacing=Space.M, margin=Space.L,
        )  # fmt: skip
        inner = QWidget()
        inner.setProperty("role", "page")
        inner.setLayout(whole)
        self._inner = inner
        area = QScrollArea()
        area.setProperty("role", "page")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self._area = area
        self.setLayout(column(area))
        self.retranslate()

    # -- presenters.home.HomeView --------------------------------------------------------------------------------

    def show_today(self, today: Today) -> None:
        """Everything afresh."""
        first = not self._steps
        self._steps = today.steps
        self._day.setText(today.day)
        self._first_title.setText(today.steps[0].text)
        self._first_hint.setText(today.steps[0].hint)
        for button, step in zip((self.first, *self.others), today.steps, strict=True):
            button.setText(step.text)
            button.setProperty("icon_name", step.icon)
            name_tool(button, step.text, step.keys)
        retint(self._hero)
        self._hero.show()
        self.waits.set_lines(today.waits)
        self.due.set_lines(today.due)
        self.recent.set_lines(today.recent)
        self._sent.setText(today.sent)
        self._received.setText(today.received)
        if first and self.isVisible() and QApplication.focusWidget() is self._came_from:
            self.first.setFocus()  # it was not there yet when the page opened; nobody has gone on since

    # -- the window's calls --------------------------------------------------------------------------------------

    def opened(self) -> None:
        """Reads again if something changed meanwhile; drafts change without news."""
        self.presenter.reload()
        self.first.setFocus()
        self._came_from = QApplication.focusWidget()

    def sights(self) -> Iterator[str]:
        """The page as it opens, and its end where it is longer than the window."""
        yield ""
        bar = self._area.verticalScrollBar()
        if bar.maximum() > 40:
            bar.setValue(bar.maximum())
            yield "below"
            bar.setValue(0)

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._title.setText(_("Home"))
        self.waits.say(_("Waiting"), _("Nothing waits here: all is saved, sent and decided."))
        self.due.say(_("Due"), _("Nothing is due in the next two weeks."))
        self.recent.say(_("Recent activities"), _("No activities yet. The first one takes less than a minute."))
        self._exchange_title.setText(_("Last exchange"))
        self._exchange.setText(_("Send or receive…"))
        self.presenter.retranslate()

    def retint(self) -> None:
        """Icons in the colours in use."""
        retint(self)

    def _step(self, at: int) -> None:
        if self._steps:
            self._steps[at].follow()
