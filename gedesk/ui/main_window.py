"""The window: sidebar, header, pages.

It can be shown before anything else is imported: the store and the pages come later, through `attach`.  So this module
must not import the domain, the services or the pages, except where `attach` does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QSettings, QSize, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from gedesk import i18n, paths
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.ui import icons, theme
from gedesk.ui.pages.directory import ENTRIES, FIRST, PAGES, page_of
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Elided, Empty, column, label, line, name_tool, retint, tint, tool

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent

    from gedesk.presenters.asking import Asker
    from gedesk.presenters.shell import Frame, ShellPresenter
    from gedesk.services.protocols import Services
    from gedesk.services.views import Conflict
    from gedesk.ui.jobs import QtJobs
    from gedesk.ui.notify import Toasts
    from gedesk.ui.pages.base import Page
    from gedesk.ui.pages.failure import FailurePage
    from gedesk.ui.widgets.passphrase import PassphraseCard

NARROW = 880
COALESCE = 30  # milliseconds: several commits in a row refresh the screen once


class NavButton(QPushButton):
    """A place in the sidebar, with the number of things that wait there."""

    def __init__(self, icon: str, on_click: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("kind", "nav")
        self.setProperty("icon_name", icon)
        self.setIconSize(QSize(20, 20))
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.clicked.connect(lambda _checked=False: on_click())
        tint(self)
        self._words, self._shortcut, self._narrow = "", "", False
        self._badge = QLabel(self)
        self._badge.setProperty("role", "badge")
        self._badge.hide()

    def say(self, text: str, shortcut: str) -> None:
        """Its words."""
        self._words, self._shortcut = text, shortcut
        self.set_narrow(self._narrow)

    def set_narrow(self, narrow: bool) -> None:
        """Only the picture where there is little room."""
        self._narrow = narrow
        self.setText("" if narrow else f"  {self._words}")
        self.set_count(self._badge.text(), self._badge.toolTip())

    def set_count(self, count: str, what: str = "") -> None:
        """How many things wait; "" for none."""
        self._badge.setText(count)
        self._badge.setToolTip(what)
        self._badge.setVisible(bool(count))
        self._badge.adjustSize()
        name_tool(self, f"{self._words}, {what}" if what else self._words, self._shortcut)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        y = 2 if self._narrow else (self.height() - self._badge.height()) // 2
        self._badge.move(self.width() - self._badge.width() - (2 if self._narrow else 10), y)


class _Bridge(QObject):
    """Brings news from working threads to the main one: commits, and questions for the passphrase."""

    committed = Signal(object)
    asked = Signal()


class MainWindow(QMainWindow):
    """The one window."""

    painted = Signal()  # for the first time

    def __init__(self, title: str = "GE Desk", *, settings: QSettings | None = None) -> None:
        super().__init__()
        self.setWindowTitle(title)
        self.setMinimumSize(720, 480)
        self.settings = settings or open_settings()
        self.jobs: QtJobs | None = None
        self.pages: dict[str, Page] = {}
        self._services: Services | None = None
        self._shell: ShellPresenter | None = None
        self._frame: Frame | None = None
        self.passphrase: PassphraseCard | None = None
        self._first = True
        self._detach: list[Callable[[], None]] = []
        self._kinds: set[str] = set()
        self._on_retry: Callable[[], None] | None = None

        self._stack = QStackedWidget()
        self._opening = Empty("site")
        self._failure: FailurePage | None = None
        self._stack.addWidget(self._opening)
        body = column(self._make_header(), spacing=0)
        body.addWidget(self._stack, 1)
        whole = line(self._make_sidebar(), spacing=0)
        whole.addLayout(body, 1)
        centre = QWidget()
        centre.setProperty("role", "page")
        centre.setLayout(whole)
        self.setCentralWidget(centre)
        self._centre = centre
        self._toasts: Toasts | None = None
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(COALESCE)
        self._refresh.timeout.connect(self._tell_pages)
        self._restore()
        self._set_ready(False)
        self._detach.append(i18n.on_change(self.retranslate))
        self.retranslate()

    # -- building ------------------------------------------------------------------------------------------------

    def _make_sidebar(self) -> QFrame:
        self._brand = label("GE Desk", "brand")
        self._mark = QLabel()
        self._mark.setPixmap(icons.pixmap("gedesk", None, 28, 2.0))
        brand = line(self._mark, self._brand, None, spacing=Space.S)
        brand.setContentsMargins(Space.M, 14, Space.S, 18)
        self.nav = {name: NavButton(name, lambda name=name: self.go(name)) for name in PAGES}  # type: ignore[misc]
        self._last_sent, self._last_received = label(role="caption", wrap=True), label(role="caption", wrap=True)
        last = column(self._last_sent, self._last_received, spacing=2)
        last.setContentsMargins(Space.L, 0, Space.S, Space.L)
        self.sidebar = QFrame()
        self.sidebar.setProperty("role", "sidebar")
        self.sidebar.setLayout(column(brand, *self.nav.values(), None, last, spacing=2))
        self.nav[FIRST].setChecked(True)
        return self.sidebar

    def _make_header(self) -> QFrame:
        self._site, self._role = Elided(role="subtitle"), Elided(role="caption")
        self.search = QLineEdit()
        self.search.setProperty("role", "search")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(170)
        self.search.setMaximumWidth(360)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._glass = self.search.addAction(icons.icon("search", theme.colours().muted, 18), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._into_page)
        self.undo_button = tool("undo", self.undo)
        self.redo_button = tool("redo", self.redo)
        self.language = QComboBox()
        for code, name in i18n.LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.activated.connect(lambda at: self.use_language(self.language.itemData(at)))
        self.theme_button = tool("moon", self.toggle_theme)
        where = column(self._site, self._role, spacing=0)
        row = line(spacing=Space.S)
        row.setContentsMargins(Space.L, Space.S, Space.M, Space.S)
        row.addLayout(where, 3)
        row.addWidget(self.search, 4)
        for part in (self.undo_button, self.redo_button, self.language, self.theme_button):
            row.addWidget(part)
        header = QFrame()
        header.setProperty("role", "header")
        header.setFixedHeight(56)
        header.setLayout(row)
        return header

    def _make_shortcuts(self) -> None:
        from PySide6.QtGui import QKeySequence, QShortcut

        def page(name: str) -> Callable[[], None]:
            return lambda: self.go(name)

        for keys, act in (
            *((shortcut(at), page(name)) for at, name in enumerate(PAGES) if shortcut(at)),
            ("Ctrl+N", self.new),
            ("Ctrl+F", self.focus_search),
            ("Ctrl+K", self.focus_search),
            ("Ctrl+Z", self.undo),
            ("Ctrl+Shift+Z", self.redo),
            ("Ctrl+Y", self.redo),
            ("Ctrl+S", self.save),
            ("Ctrl+Return", self.save_and_close),
            ("Ctrl+Enter", self.save_and_close),
            ("Esc", self.back),
        ):
            QShortcut(QKeySequence(keys), self, act)

    def _restore(self) -> None:
        geometry = self.settings.value("window/geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            screen = self.screen().availableGeometry() if self.screen() else None
            width, height = (screen.width(), screen.height()) if screen else (1280, 800)
            self.resize(min(1240, width - 40), min(800, height - 60))

    @property
    def toasts(self) -> Toasts:
        """Messages to the user; made with the first one."""
        if self._toasts is None:
            from gedesk.ui.notify import Toasts

            self._toasts = Toasts(self._centre)
        return self._toasts

    # -- opening -------------------------------------------------------------------------------------------------

    def attach(self, services: Services) -> None:
        """The store is open: the pages fill.  Called once, on the main thread."""
        from PySide6.QtCore import Qt

        from gedesk.presenters.shell import ShellPresenter
        from gedesk.ui.jobs import QtJobs

        self.jobs = QtJobs(self.toasts.failed)
        self._services = services
        bridge = _Bridge(self)
        bridge.committed.connect(self._committed, Qt.ConnectionType.QueuedConnection)
        self._detach.append(services.on_change(bridge.committed.emit))
        self._shell = ShellPresenter(services, self, self.jobs, self.toasts)
        self._make_shortcuts()
        self._set_ready(True)
        self._shell.reload()

    def use_asker(self, asker: Asker) -> None:
        """The passphrase of the keys is asked for here."""
        from PySide6.QtCore import Qt

        from gedesk.ui.widgets.passphrase import PassphraseCard

        card = PassphraseCard(self._centre)
        card.answered.connect(asker.answer)
        bridge = _Bridge(self)
        bridge.asked.connect(card.ask, Qt.ConnectionType.QueuedConnection)
        asker.on_ask = bridge.asked.emit
        self._detach += [asker.close, i18n.on_change(card.retranslate)]
        self.passphrase = card

    def show_failure(self, error: BaseException, on_retry: Callable[[], None] | None) -> None:
        """The store could not be opened: what happened, what to do, and a way to try again."""
        self._on_retry = on_retry
        if self._failure is None:
            from gedesk.ui.pages.failure import FailurePage

            self._failure = FailurePage(self._retry)
            self._stack.addWidget(self._failure)
        self._failure.show_error(error, can_retry=on_retry is not None)
        self._stack.setCurrentWidget(self._failure)

    def _retry(self) -> None:
        if self._on_retry is not None:
            self._stack.setCurrentWidget(self._opening)
            self._on_retry()

    def _set_ready(self, ready: bool) -> None:
        for part in (self.search, *self.nav.values()):
            part.setEnabled(ready)
        self.undo_button.setEnabled(False)
        self.redo_button.setEnabled(False)

    # -- presenters.shell.ShellView ------------------------------------------------------------------------------

    def show_frame(self, frame: Frame) -> None:
        """Header and sidebar afresh; the first one also opens the first page."""
        first, self._frame = self._frame is None, frame
        self._site.setText(frame.site)
        self._role.setText(frame.role)
        self._say_frame()
        if first:
            self.go(FIRST)

    def _say_frame(self) -> None:
        frame = self._frame
        if frame is None:
            name_tool(self.undo_button, _("Undo"), "Ctrl+Z")
            name_tool(self.redo_button, _("Redo"), "Ctrl+Shift+Z")
            return
        self._last_sent.setText(frame.exchange[0])
        self._last_received.setText(frame.exchange[1])
        for button, title, verb, keys in (
            (self.undo_button, frame.undo, _("Undo: {title}"), "Ctrl+Z"),
            (self.redo_button, frame.redo, _("Redo: {title}"), "Ctrl+Shift+Z"),
        ):
            button.setEnabled(title is not None)
            bare = _("Undo") if button is self.undo_button else _("Redo")
            name_tool(button, verb.format(title=title) if title else bare, keys)
        waits = []
        if frame.conflicts:
            waits.append(ngettext("{n} conflict", "{n} conflicts", frame.conflicts).format(n=frame.conflicts))
        if frame.waiting:
            waits.append(ngettext("{n} change to send", "{n} changes to send", frame.waiting).format(n=frame.waiting))
        count = frame.conflicts or frame.waiting
        self.nav["exchange"].set_count("" if not count else str(count) if count < 1000 else "999+", ", ".join(waits))

    # -- pages ---------------------------------------------------------------------------------------------------

    @property
    def current(self) -> str:
        """Name of the page that is open."""
        return next((name for name, page in self.pages.items() if page is self._stack.currentWidget()), "")

    def page(self, name: str) -> Page:
        """A page; made when it is first wanted."""
        if name not in self.pages:
            self.pages[name] = self._make_page(name)
            self._stack.addWidget(self.pages[name])
        return self.pages[name]

    def _make_page(self, name: str) -> Page:
        services, jobs = self._services, self.jobs
        if services is None or jobs is None:
            raise RuntimeError("no store is open")
        from gedesk.ui.pages.base import Context

        site = self._frame.site if self._frame else ""
        return PAGES[name].make(Context(services, jobs, self.toasts, self, paths.state_folder(), site))

    # -- pages.base.Navigator ------------------------------------------------------------------------------------

    def open_record(self, kind: str, id: str) -> None:
        """A record, on the page that shows its kind."""
        if name := page_of(kind):
            self.go(name)
            self.page(name).open_record(kind, id)

    def new_record(self, kind: str) -> None:
        """An empty form."""
        if name := page_of(kind):
            self.go(name)
            self.page(name).new_record(kind)

    def decide(self, conflict: Conflict) -> None:
        """The two values of a conflict, on the page for exchange."""
        from gedesk.ui.pages.exchange import ExchangePage

        self.go("exchange")
        page = self.page("exchange")
        if isinstance(page, ExchangePage):
            page.show_conflict(conflict)

    def clear_search(self) -> None:
        """Empties the search box."""
        self.search.clear()

    def go(self, name: str) -> None:
        """Opens a page."""
        if self._services is None:
            return
        page = self.page(name)
        self.nav[name].setChecked(True)
        if self._stack.currentWidget() is page:
            return
        self._stack.setCurrentWidget(page)
        self._say_search()
        page.opened()

    def _say_search(self) -> None:
        page = self.pages.get(self.current)
        hint = page.filter_hint() if page else ""
        text = page.filter_text() if page else ""
        self.search.blockSignals(True)
        self.search.setText(text)
        self.search.blockSignals(False)
        hint = hint or _("Filter activities")
        self.search.setPlaceholderText(f"{hint} (Ctrl+K)")
        self.search.setAccessibleName(hint)

    def _filter(self, text: str) -> None:
        page = self.pages.get(self.current)
        if page is not None and not page.filter_hint():  # nothing to filter here: the list of activities is meant
            self.page("activities")
            self.go("activities")
            self.search.setText(text)
            self.search.setFocus()
            return
        if page is not None:
            page.filter(text)

    def _into_page(self) -> None:
        if page := self.pages.get(self.current):
            page.into()

    # -- commands ------------------------------------------------------------------------------------------------

    def focus_search(self) -> None:
        """Ctrl+K, Ctrl+F."""
        from PySide6.QtCore import Qt

        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def new(self) -> None:
        """Ctrl+N: what the page begins, or a new activity."""
        page = self.pages.get(self.current)
        if page is not None and page.has_new():
            page.new()
        elif page is not None:
            self.new_record("activity")

    def save(self) -> None:
        """Ctrl+S."""
        if page := self.pages.get(self.current):
            page.save()

    def save_and_close(self) -> None:
        """Ctrl+Enter."""
        if page := self.pages.get(self.current):
            page.save_and_close()

    def undo(self) -> None:
        """Ctrl+Z outside text fields."""
        if self._shell is not None and self.undo_button.isEnabled():
            self._shell.undo()

    def redo(self) -> None:
        """Ctrl+Shift+Z outside text fields."""
        if self._shell is not None and self.redo_button.isEnabled():
            self._shell.redo()

    def back(self) -> None:
        """Esc: message, then filter, then form."""
        if self.passphrase is not None and self.passphrase.isVisible():
            self.passphrase.dismiss()
            return
        if self._toasts is not None and self._toasts.text:
            self._toasts.hide()
            return
        if self.search.hasFocus() or self.search.text():
            if self.search.text():
                self.search.clear()
            self._into_page()
            return
        if page := self.pages.get(self.current):
            page.back()

    def use_language(self, code: str) -> None:
        """Every text in another language, at once."""
        self.settings.setValue("language", code)
        i18n.use(code)

    def toggle_theme(self) -> None:
        """Light or dark."""
        self.use_theme("light" if theme.colours().name == "dark" else "dark")

    def use_theme(self, name: str) -> None:
        """Puts a theme on everything."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            icons.forget()
            theme.apply(app, name)
        self.settings.setValue("theme", name)
        self._draw_icons()
        self._say_theme()
        for page in self.pages.values():
            page.retint()

    def _say_theme(self) -> None:
        dark = theme.colours().name == "dark"
        self.theme_button.setProperty("icon_name", "sun" if dark else "moon")
        self.theme_button.setIcon(icons.icon("sun" if dark else "moon"))
        name_tool(self.theme_button, _("Light colours") if dark else _("Dark colours"))

    # -- news ----------------------------------------------------------------------------------------------------

    def _committed(self, kinds: frozenset[str]) -> None:
        self._kinds |= kinds
        self._refresh.start()

    def _tell_pages(self) -> None:
        kinds, self._kinds = frozenset(self._kinds), set()
        for page in self.pages.values():
            page.changed(kinds)
        if self._shell is not None:
            self._shell.reload()

    def retranslate(self) -> None:
        """Every text in the language in use."""
        for at, entry in enumerate(ENTRIES):
            self.nav[entry.name].say(entry.label(), shortcut(at))
        self._opening.say(_("Opening…"), _("The records are being opened. This takes a moment after the first start."))
        if self._failure is not None:
            self._failure.retranslate()
        at = list(i18n.LANGUAGES).index(i18n.current())
        self.language.setCurrentIndex(at)
        self.language.setAccessibleName(_("Language"))
        self.language.setToolTip(_("Language"))
        self.sidebar.setAccessibleName(_("Pages"))
        if self._toasts is not None:
            self._toasts.retranslate()
        self._say_theme()
        self._say_frame()
        self._fit_sidebar()
        for page in self.pages.values():
            page.retranslate()
        self._say_search()
        if self._shell is not None:
            self._shell.reload()

    def _fit_sidebar(self) -> None:
        narrow = self.width() < NARROW
        for button in self.nav.values():
            button.set_narrow(narrow)
        for text in (self._brand, self._last_sent, self._last_received):
            text.setVisible(not narrow)
        wanted = max((button.sizeHint().width() + 44 for button in self.nav.values()), default=180)
        self.sidebar.setFixedWidth(56 if narrow else max(188, wanted))

    # -- Qt ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.oldSize().width() < NARROW) != (event.size().width() < NARROW):
            self._fit_sidebar()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._first:
            self._first = False
            QTimer.singleShot(0, self, self._after_paint)

    def _after_paint(self) -> None:
        self.painted.emit()
        if icons.release():
            self._draw_icons()
        self.setWindowIcon(icons.application())

    def _draw_icons(self) -> None:
        self._glass.setIcon(icons.icon("search", theme.colours().muted, 18))
        self._mark.setPixmap(icons.pixmap("gedesk", None, 28, 2.0))
        retint(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.settings.setValue("window/geometry", self.saveGeometry())
        self.settings.setValue("theme", theme.colours().name)
        self.settings.sync()
        self.shut()
        super().closeEvent(event)

    def shut(self) -> None:
        """Keeps drafts, ends threads, lets go of the store.  May be called twice."""
        for page in self.pages.values():
            page.leaving()
        for stop in self._detach:
            stop()
        self._detach.clear()
        self._refresh.stop()
        if self.jobs is not None:
            self.jobs.close()


def shortcut(at: int) -> str:
    """Keys of the page at a place in the sidebar: Ctrl+1 to Ctrl+9, then Ctrl+0; none after that."""
    return f"Ctrl+{(at + 1) % 10}" if at < 10 else ""


def open_settings() -> QSettings:
    """The window's own settings: an INI file, never the registry.

    Where Qt keeps such files unless a folder is named: they are read before the first paint, and importing
    platformdirs costs 12 ms.
    """
    if folder := paths.named_state_folder():
        return QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, paths.APP, "window")

