"""The card that takes a later version of the country pack in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from gedesk.i18n import gettext as _
from gedesk.presenters.base import Jobs, Notifier
from gedesk.presenters.packs import PackPresenter
from gedesk.services.protocols import Services
from gedesk.ui import files, theme
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import clear, column, label, line, name_tool, push, tool
from gedesk.ui.widgets.overlay import Overlay

SHOWN = 200  # differences


class PackCard(Overlay):
    """What would change, before it changes."""

    def __init__(self, host: QWidget, services: Services, jobs: Jobs, notifier: Notifier) -> None:
        super().__init__(host, 640)
        self.presenter = PackPresenter(services, self, jobs, notifier)
        self._title, self._said = label(role="title"), label(role="muted", wrap=True)
        self._close = tool("close", self.dismiss)
        self._list = column(spacing=Space.XS)
        inside = QWidget()
        inside.setProperty("role", "plain")
        inside.setLayout(column(self._list, None))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        self.choose = push(icon="folder", on_click=self._choose)
        self.take = push(kind="primary", icon="check", on_click=self.presenter.take)
        whole = column(line(self._title, None, self._close), self._said, spacing=Space.M, margin=Space.L)
        whole.addWidget(self.area, 1)
        whole.addLayout(line(self.choose, None, self.take, spacing=Space.S))
        self.fill(whole)

    def ask(self) -> None:
        """Shows itself with what the program brings."""
        self._title.setText(_("Country pack"))
        name_tool(self._close, _("Close"), "Esc")
        self.choose.setText(_("Choose a file…"))
        self.take.setText(_("Take it in"))
        self.area.setAccessibleName(_("What changes"))
        self.show_pack(_("One moment…"), [], ready=False)
        self.presenter.begin()
        self.open()
        self.choose.setFocus(Qt.FocusReason.PopupFocusReason)

    def wanted_height(self, most: int) -> int:
        return min(theme.px(480), most)

    # -- presenters.packs.PackView -------------------------------------------------------------------------------

    def show_pack(self, said: str, lines: Sequence[str], *, ready: bool) -> None:
        """What is offered and where it differs."""
        self._said.setText(said)
        clear(self._list)
        for one in lines[:SHOWN]:
            self._list.addWidget(label(one, wrap=True))
        if len(lines) > SHOWN:
            self._list.addWidget(label(_("… and {n} more").format(n=len(lines) - SHOWN), "muted"))
        self.take.setEnabled(ready)

    def done(self) -> None:
        """It is taken in."""
        self.dismiss()

    def _choose(self) -> None:
        if chosen := files.choose_file(self, _("Country pack"), "*.zip *.gepack"):
            self.presenter.choose(chosen)
