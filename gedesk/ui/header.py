"""The line above the pages: whose records these are, the search box, and what is at hand everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QSizePolicy

from gedesk.i18n import gettext as _
from gedesk.ui import icons, theme
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Elided, column, line, name_tool, retint, tool

if TYPE_CHECKING:
    from gedesk.presenters.shell import Frame, Trail
    from gedesk.ui.main_window import MainWindow


class Header(QFrame):
    """Its buttons and its box do what the window can do."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.site, self.role = Elided(role="subtitle"), Elided(role="caption")
        self.back = tool("back", window.go_back)
        self.forward = tool("forward", window.go_forward)
        self.search = QLineEdit()
        self.search.setProperty("role", "search")
        self.search.setMinimumWidth(150)
        self.search.setMaximumWidth(360)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._glass = QLabel(self.search)
        self.search.textChanged.connect(window.filter)
        self.search.returnPressed.connect(window.into_page)
        self.palette_button = tool("jump", window.open_palette)
        self.link = tool("link", window.copy_link)
        self.undo = tool("undo", window.undo)
        self.redo = tool("redo", window.redo)
        where = column(self.site, self.role, spacing=0)
        row = line(self.back, self.forward, spacing=Space.XS)
        row.setContentsMargins(Space.S, Space.S, Space.M, Space.S)
        row.addSpacing(Space.XS)
        row.addLayout(where, 3)
        row.addWidget(self.search, 4)
        for part in (self.palette_button, self.link, self.undo, self.redo):
            row.addWidget(part)
        self.setProperty("role", "header")
        self.setLayout(row)
        self.fit()

    def set_ready(self, ready: bool) -> None:
        """Whether there is a store to search; what the buttons would do is not known yet."""
        for part in (self.search, self.palette_button):
            part.setEnabled(ready)
        for part in (self.undo, self.redo, self.back, self.forward, self.link):
            part.setEnabled(False)

    def say_frame(self, frame: Frame | None) -> None:
        """Whose store it is, and what can be undone."""
        if frame is not None:
            self.site.setText(frame.site)
            self.role.setText(frame.role)
        for button, title, bare, verb, keys in (
            (self.undo, frame and frame.undo, _("Undo"), _("Undo: {title}"), "Ctrl+Z"),
            (self.redo, frame and frame.redo, _("Redo"), _("Redo: {title}"), "Ctrl+Shift+Z"),
        ):
            if frame is not None:
                button.setEnabled(title is not None)
            name_tool(button, verb.format(title=title) if title else bare, keys)

    def say_trail(self, trail: Trail | None) -> None:
        """Whether there is a way back, a way forward, and something to link to."""
        self.back.setEnabled(trail is not None and trail.before is not None)
        self.forward.setEnabled(trail is not None and trail.after is not None)
        self.link.setEnabled(trail is not None and trail.here is not None and bool(trail.here.link))

    def say_search(self, hint: str, text: str) -> None:
        """What the box filters, and the words that are in force."""
        if self.search.text() != text:  # else the cursor in it would jump
            with QSignalBlocker(self.search):
                self.search.setText(text)
        hint = hint or _("Filter activities")
        self.search.setPlaceholderText(f"{hint} (Ctrl+F)")
        self.search.setAccessibleName(hint)

    def retranslate(self) -> None:
        """The names of its buttons; the others are said with what they would do."""
        name_tool(self.back, _("Back"), "Alt+←")
        name_tool(self.forward, _("Forward"), "Alt+→")
        name_tool(self.palette_button, _("Find records, pages and commands"), "Ctrl+K")
        name_tool(self.link, _("Copy the link to this record"), "Ctrl+Shift+C")

    def fit(self) -> None:
        """As high as the letters need."""
        self.setFixedHeight(theme.px(56))

    def draw(self) -> None:
        """Its pictures in the colours and the size in use."""
        size = theme.px(18)  # an action of the line would always be drawn in 16 pixels
        self._glass.setPixmap(icons.icon("search", theme.colours().muted, size).pixmap(QSize(size, size)))
        self._glass.setGeometry(theme.px(10), (self.search.height() - size) // 2, size, size)
        retint(self)
