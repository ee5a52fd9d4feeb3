"""The card that publishes the dashboard as one file for everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QProgressBar, QScrollArea, QStackedWidget, QWidget

from gedesk.i18n import gettext as _
from gedesk.presenters import words
from gedesk.presenters.base import Jobs, Notifier
from gedesk.presenters.publishing import PublishPresenter, Told
from gedesk.services.protocols import Services
from gedesk.ui import files, theme
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import breakable, clear, column, frame, label, line, name_tool, push, tool
from gedesk.ui.widgets.overlay import Overlay

LOOK = 100  # milliseconds between two looks at how far it is


class PublishCard(Overlay):
    """Where to, how far, and what came of it."""

    def __init__(
        self, host: QWidget, services: Services, jobs: Jobs, notifier: Notifier, open_file: Callable[[Path], None]
    ) -> None:
        super().__init__(host, 640)
        self.presenter = PublishPresenter(services, self, jobs, notifier, open_file)
        self._title, self._hint = label(role="title"), label(role="muted", wrap=True)
        self._close = tool("close", self.dismiss)
        self._iati_label = label(role="label")
        self.iati = QLineEdit()
        self._iati_hint = label(role="caption", wrap=True)
        self._earlier_title = label(role="subtitle")
        self._earlier = column(spacing=Space.XS)
        self.go = push(kind="primary", icon="folder", on_click=self._choose)
        self._phase, self._bar = label(), QProgressBar()
        self._bar.setTextVisible(False)
        self.stop = push(kind="link", on_click=self.presenter.cancel)
        self._busy = frame("note", line(self._phase, self._bar, self.stop, spacing=Space.M), margin=Space.S)
        self._busy.setProperty("tone", "accent")
        self._busy.setVisible(False)
        asked = QWidget()
        asked.setProperty("role", "plain")
        asked.setLayout(column(
            self._hint, self._iati_label, self.iati, self._iati_hint, self._earlier_title, self._earlier, None, spacing=Space.S,
        ))  # fmt: skip
        self.top = _area(asked)
        before = QWidget()
        before.setProperty("role", "plain")
        first = column(self.top, self._busy, line(None, self.go), spacing=Space.S)
        first.setStretch(0, 1)
        before.setLayout(first)
        self._told, self._again = label(role="subtitle", wrap=True), label(wrap=True)
        self._again.setProperty("tone", "warning")
        self._where = label(role="muted", wrap=True)
        self._held_title, self._left_title = label(role="label"), label(role="label")
        self._held, self._left = column(spacing=2), column(spacing=2)
        inside = QWidget()
        inside.setProperty("role", "plain")
        inside.setLayout(column(
            self._again, self._held_title, self._held, Space.S, self._left_title, self._left, None, spacing=Space.XS,
        ))  # fmt: skip
        self.area = _area(inside)
        self.open_page = push(kind="primary", icon="dashboard", on_click=self.presenter.open)
        self.open_folder = push(icon="folder", on_click=self.presenter.open_folder)
        after = QWidget()
        after.setProperty("role", "plain")
        whole = column(self._told, self._where, spacing=Space.S)
        whole.addWidget(self.area, 1)
        whole.addLayout(line(None, self.open_folder, self.open_page, spacing=Space.S))
        after.setLayout(whole)
        self._faces = QStackedWidget()
        self._faces.addWidget(before)
        self._faces.addWidget(after)
        outside = column(line(self._title, None, self._close), spacing=Space.M, margin=Space.L)
        outside.addWidget(self._faces, 1)
        self.fill(outside)
        self._look = QTimer(self)
        self._look.setInterval(LOOK)
        self._look.timeout.connect(self._say_phase)

    def ask(self) -> None:
        """Shows itself."""
        self.retranslate()
        self._faces.setCurrentIndex(0)
        self.presenter.begin()
        self.open()
        self.go.setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Ends; what is being made is stopped, nothing of it was written."""
        self.presenter.cancel()
        super().dismiss()

    def wanted_height(self, most: int) -> int:
        return min(max(self.card.sizeHint().height(), theme.px(460)), most)

    # -- presenters.publishing.PublishView -----------------------------------------------------------------------

    def show_earlier(self, lines: Sequence[str]) -> None:
        """What went out before."""
        clear(self._earlier)
        for text in lines or (_("Nothing was published yet."),):
            self._earlier.addWidget(label(breakable(text), role="muted", wrap=True))

    def show_busy(self, busy: bool) -> None:
        """Whether the page is being made."""
        self._busy.setVisible(busy)
        self.go.setEnabled(not busy)
        self.iati.setEnabled(not busy)
        if busy:
            self._say_phase()
            self._look.start()
            self.stop.setFocus()
        else:
            self._look.stop()

    def show_told(self, told: Told) -> None:
        """It is out."""
        self._told.setText(told.title)
        self._where.setText(breakable(str(told.file)))
        self._again.setText(told.look_again)
        self._again.setVisible(bool(told.look_again))
        for box, lines in ((self._held, told.held), (self._left, told.left_out)):
            clear(box)
            for text in lines:
                box.addWidget(label(text, wrap=True))
        self._left_title.setText(_("Left out") if told.left_out else _("Nothing was left out."))
        self._faces.setCurrentIndex(1)
        self.place()
        self.open_page.setFocus()

    # -- help ----------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        if folder := files.choose_folder(self, _("Folder for the public dashboard")):
            self.presenter.publish(folder, self.iati.text().strip())

    def _say_phase(self) -> None:
        done, steps = self.presenter.phase
        self._bar.setRange(0, steps)
        self._bar.setValue(done)
        self._phase.setText(_("Being made: {n} of {all}").format(n=words.number(done), all=words.number(steps)))

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._title.setText(_("Publish the dashboard"))
        name_tool(self._close, _("Close"), "Esc")
        self._hint.setText(
            _(
                "One file, index.html, that opens in any browser, from a USB stick or a web server. It holds only what is marked as "
                "public; names only with consent; small numbers of people are hidden."
            )
        )
        self._iati_label.setText(_("Identifier in the IATI registry"))
        self.iati.setAccessibleName(self._iati_label.text())
        self.iati.setPlaceholderText("TZ-GOV-123")
        self._iati_hint.setText(_("Leave it empty when you are not registered there."))
        self._earlier_title.setText(_("Published before"))
        self.go.setText(_("Choose a folder and publish…"))
        self.stop.setText(_("Stop"))
        self._bar.setAccessibleName(_("Progress"))
        self._held_title.setText(_("In it"))
        self.open_page.setText(_("Open"))
        self.open_folder.setText(_("Open the folder"))
        self.area.setAccessibleName(_("What is in it and what is not"))
        self.top.setAccessibleName(self._title.text())


def _area(inside: QWidget) -> QScrollArea:
    """What may be higher than the card."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setWidget(inside)
    return made
