"""The window: sidebar, header, pages.

It can be shown before anything else is imported: the store and the pages come later, through `attach`.  So this module
must not import the domain, the services or the pages, except where `attach` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from gedesk import i18n, paths
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.ui import icons, theme
from gedesk.ui.header import Header
from gedesk.ui.pages.directory import FIRST, PAGES, page_of
from gedesk.ui.sidebar import Sidebar
from gedesk.ui.widgets.basics import Empty, Faces, column, line, retint

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import (
        QCloseEvent,
        QDragEnterEvent,
        QDropEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
    )

    from gedesk.presenters.asking import Asker
    from gedesk.presenters.palette import Command
    from gedesk.presenters.shell import Frame, ShellPresenter, Spot, Trail
    from gedesk.services.protocols import Beginnings, Services
    from gedesk.services.views import Conflict
    from gedesk.ui.cards import Cards
    from gedesk.ui.jobs import QtJobs
    from gedesk.ui.looks import Looks
    from gedesk.ui.notify import Toasts
    from gedesk.ui.pages.base import Page
    from gedesk.ui.pages.failure import FailurePage
    from gedesk.ui.pages.welcome import WelcomePage
    from gedesk.ui.widgets.passphrase import PassphraseCard

NARROW = 880
COALESCE = 30  # milliseconds: several commits in a row refresh the screen once


class _Bridge(QObject):
    """Brings news from working threads to the main one: commits, and questions for the passphrase."""

    committed = Signal(object)
    asked = Signal()


class MainWindow(QMainWindow):
    """The one window."""

    painted = Signal()  # for the first time

    def __init__(self, title: str = "GE Desk", *, settings: QSettings | None = None) -> None:
        super().__init__()
        self._name = title
        self.setWindowTitle(title)
        self.setMinimumSize(720, 480)
        self.setAcceptDrops(True)
        self.settings = settings or open_settings()
        self.jobs: QtJobs | None = None
        self.pages: dict[str, Page] = {}
        self._services: Services | None = None
        self._shell: ShellPresenter | None = None
        self._frame: Frame | None = None
        self.passphrase: PassphraseCard | None = None
        self.cards: Cards | None = None
        self._welcome: WelcomePage | None = None
        self._trail: Trail | None = None
        self._travelling = False
        self._link = ""  # to open as soon as there is a store
        self._unsaid: set[str] = set()  # pages that were not seen since the language changed
        self._first = True
        self._detach: list[Callable[[], None]] = []
        self._let_go: Callable[[], None] = _nothing
        self._shortcuts: list[QObject] = []
        self._kinds: set[str] = set()
        self.on_restore: Callable[[Path], None] | None = None

        self._stack = QStackedWidget()
        self._opening = Empty("site")
        self._failure: FailurePage | None = None
        self._stack.addWidget(self._opening)
        self.header = Header(self)
        self.search = self.header.search
        self.sidebar = Sidebar(self.go)
        self.nav = self.sidebar.nav
        body = column(self.header, spacing=0)
        body.addWidget(self._stack, 1)
        whole = line(self.sidebar, spacing=0)
        whole.addLayout(body, 1)
        centre = QWidget()
        centre.setLayout(whole)
        for part in (self.sidebar, self.header, self._opening):
            theme.dress(part, frame=True)
        self.setCentralWidget(centre)
        self._centre = centre
        self._toasts: Toasts | None = None
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(COALESCE)
        self._refresh.timeout.connect(self._tell_pages)
        self._looks: Looks | None = None
        self._restore()
        self._set_ready(False)
        self._detach.append(i18n.on_change(self.retranslate))
        self.retranslate()

    # -- building ------------------------------------------------------------------------------------------------

    def commands(self) -> list[Command]:
        """What the palette and the keyboard know, pages first."""
        from gedesk.ui.commands import commands

        return commands(self)

    def _make_shortcuts(self) -> None:
        from gedesk.ui.commands import shortcuts

        self._shortcuts = shortcuts(self)

    def _restore(self) -> None:
        geometry = self.settings.value("window/geometry")
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            screen = self.screen().availableGeometry() if self.screen() else None
            width, height = (screen.width(), screen.height()) if screen else (1280, 800)
            self.resize(min(theme.px(1240), width - 40), min(theme.px(800), height - 60))

    @property
    def toasts(self) -> Toasts:
        """Messages to the user; made with the first one."""
        if self._toasts is None:
            from gedesk.ui.notify import Toasts

            self._toasts = Toasts(self._centre)
        return self._toasts

    # -- opening -------------------------------------------------------------------------------------------------

    def attach(self, services: Services) -> None:
        """The store is open: the pages fill.  Called on the main thread; again only after `detach`."""
        from PySide6.QtCore import Qt

        from gedesk.presenters.shell import ShellPresenter, Trail
        from gedesk.ui.cards import Cards
        from gedesk.ui.jobs import QtJobs

        self._drop_welcome()
        self.search.setClearButtonEnabled(True)  # its icon takes 6 ms of the first paint
        self.jobs = QtJobs(self.toasts.failed)
        self._services = services
        self._trail = Trail()
        self.cards = Cards(self._centre, services, self.jobs, self.toasts, self.open_record)
        bridge = _Bridge(self)
        bridge.committed.connect(self._committed, Qt.ConnectionType.QueuedConnection)
        self._let_go = services.on_change(bridge.committed.emit)
        self._shell = ShellPresenter(services, self, self.jobs, self.toasts)
        self._make_shortcuts()
        self._set_ready(True)
        self._shell.reload()

    def detach(self) -> None:
        """The store is about to be closed: pages go, drafts stay.  May be called twice."""
        for page in self.pages.values():
            page.leaving()
        self._let_go()
        self._let_go = _nothing
        self._refresh.stop()
        if self.jobs is not None:
            self.jobs.close()
        self._stack.setCurrentWidget(self._opening)
        for page in self.pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        for keys in self._shortcuts:
            keys.deleteLater()
        if self.cards is not None:
            self.cards.drop()
        self._shortcuts = []
        self.pages.clear()
        self._services = self._shell = self._frame = self._trail = self.cards = self.jobs = None
        self._set_ready(False)
        self._say_frame()
        self._say_title()

    def show_welcome(self, beginnings: Beginnings, opened: Callable[[Services], None]) -> WelcomePage:
        """There is no store yet: ways to make one.  `opened` is given the services, then the pages open."""
        from gedesk.ui.pages.welcome import WelcomePage

        def done(services: Services) -> None:
            opened(services)
            self.attach(services)

        self._drop_welcome()
        self._welcome = WelcomePage(beginnings, done, self)
        theme.dress(self._welcome)
        self._stack.addWidget(self._welcome)
        self._stack.setCurrentWidget(self._welcome)
        self.sidebar.hide()
        self.header.hide()
        self._welcome.begin()
        self._say_title()
        return self._welcome

    def _drop_welcome(self) -> None:
        welcome, self._welcome = self._welcome, None
        if welcome is not None:
            welcome.shut()
            self._stack.removeWidget(welcome)
            welcome.deleteLater()
            self.sidebar.show()
            self.header.show()

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
        theme.dress(card)

    def show_failure(
        self, error: BaseException, on_retry: Callable[[], None] | None, on_restore: Callable[[], None] | None = None
    ) -> None:
        """The store could not be opened: what happened, what to do, and ways to try again or to bring a backup back."""
        if self._failure is None:
            from gedesk.ui.pages.failure import FailurePage

            self._failure = FailurePage()
            theme.dress(self._failure)
            self._stack.addWidget(self._failure)
        self._failure.show_error(error, on_retry and partial(self._retry, on_retry), on_restore)
        self._stack.setCurrentWidget(self._failure)

    def _retry(self, again: Callable[[], None]) -> None:
        self._stack.setCurrentWidget(self._opening)
        again()

    def _set_ready(self, ready: bool) -> None:
        for part in self.nav.values():
            part.setEnabled(ready)
        self.header.set_ready(ready)

    # -- presenters.shell.ShellView ------------------------------------------------------------------------------

    def show_frame(self, frame: Frame) -> None:
        """Header and sidebar afresh; the first one also opens the first page."""
        first, self._frame = self._frame is None, frame
        self._say_frame()
        if first:
            self.go(FIRST)
            if self._link:
                self.open_link(self._link)

    def _say_frame(self) -> None:
        frame = self._frame
        self.header.say_frame(frame)
        if frame is None:
            return
        self.sidebar.say_exchange(*frame.exchange)
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
            page = self.pages[name] = self._make_page(name)
            if page.findChild(Faces) is None:
                theme.dress(page)
            self._stack.addWidget(page)
            page.moved.connect(self._moved)
        return self.pages[name]

    def _make_page(self, name: str) -> Page:
        services, jobs = self._services, self.jobs
        if services is None or jobs is None:
            raise RuntimeError("no store is open")
        from gedesk.ui.pages.base import Context

        site = self._frame.site if self._frame else ""
        return PAGES[name].make(Context(services, jobs, self.toasts, self, self, paths.state_folder(), site))

    # -- pages.base.Navigator ------------------------------------------------------------------------------------

    def open_record(self, kind: str, id: str) -> None:
        """A record, on the page that shows its kind."""
        if name := page_of(kind):
            with self._one_step():
                self.go(name)
                self.page(name).open_record(kind, id)

    def open_list(self, kind: str, where: Mapping[str, str]) -> None:
        """The list of a kind, narrowed to these conditions; what was typed into the search box goes."""
        if name := page_of(kind):
            with self._one_step():
                self.go(name)
                self.search.clear()
                self.page(name).open_list(kind, where)

    def new_record(self, kind: str) -> None:
        """An empty form."""
        if name := page_of(kind):
            with self._one_step():
                self.go(name)
                self.page(name).new_record(kind)

    def write_paper(self, what: str, of: str = "", period: str = "") -> None:
        """The card that writes a document."""
        if self.cards is not None:
            self.cards.write_paper(what, of, period)

    def decide(self, conflict: Conflict) -> None:
        """The two values of a conflict, on the page for exchange."""
        from gedesk.ui.pages.exchange import ExchangePage

        self.go("exchange")
        page = self.page("exchange")
        if isinstance(page, ExchangePage):
            page.show_conflict(conflict)

    def invite(self) -> None:
        """The card for kits, in the settings."""
        from gedesk.ui.pages.settings import SettingsPage

        self.go("settings")
        page = self.page("settings")
        if isinstance(page, SettingsPage):
            page.show_kits()

    @property
    def leads(self) -> bool:
        """Whether this is headquarters, as far as is known."""
        return self._frame is not None and self._frame.leads

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
            page.opened()  # whoever asks for it again wants the cursor there
            return
        if name in self._unsaid:
            self._unsaid.discard(name)
            page.retranslate()
        self._stack.setCurrentWidget(page)
        self._say_search()
        page.opened()
        self._moved()

    # -- back, forward, links ------------------------------------------------------------------------------------

    @contextmanager
    def _one_step(self) -> Iterator[None]:
        """What happens inside is one step of the way."""
        before, self._travelling = self._travelling, True
        try:
            yield
        finally:
            self._travelling = before
            self._moved()

    def _moved(self) -> None:
        from gedesk.presenters.shell import Spot

        page = self.pages.get(self.current)
        self._say_title()
        self._say_search()
        if self._travelling or page is None or self._trail is None:
            return
        kind, id = page.where()
        spot = Spot(self.current, kind, id) if id else Spot(self.current, page.narrowed()[0], "", page.narrowed()[1])
        self._trail.came(spot)
        self.header.say_trail(self._trail)

    def _say_title(self) -> None:
        """Where one is, for the task bar and for screen readers; Qt adds the name of the program."""
        page, frame = self.pages.get(self.current), self._frame
        if self._welcome is not None:
            self.setWindowTitle(_("Welcome"))
            return
        if page is None or frame is None:
            self.setWindowTitle(self._name)
            return
        label = PAGES[self.current].label()
        record = page.caption()
        self.setWindowTitle(" – ".join(part for part in (record, label, frame.site) if part))

    def go_back(self) -> None:
        """Alt+Left: where one was before."""
        self._travel(self._trail.back() if self._trail is not None else None)

    def go_forward(self) -> None:
        """Alt+Right: where one was before going back."""
        self._travel(self._trail.forward() if self._trail is not None else None)

    def _travel(self, spot: Spot | None) -> None:
        if spot is None:
            return
        before, self._travelling = self._travelling, True
        try:
            self.go(spot.page)
            page = self.page(spot.page)
            if spot.id:
                page.open_record(spot.kind, spot.id)
            else:
                if page.where()[1]:
                    page.home()
                if page.narrowed() != (spot.kind, spot.where):
                    from gedesk.presenters.lists import unpacked

                    page.open_list(spot.kind, unpacked(spot.where))
        finally:
            self._travelling = before
        self._say_title()
        self.header.say_trail(self._trail)

    def copy_link(self) -> None:
        """Ctrl+Shift+C: what leads to this record from a mail or a note."""
        here = self._trail.here if self._trail is not None else None
        if here is not None and here.link:
            QApplication.clipboard().setText(here.link)
            self.toasts.tell(_("Link copied: {link}").format(link=here.link))

    def open_link(self, text: str) -> None:
        """The record of a link, or a word about why not; kept until there is a store."""
        services, jobs = self._services, self.jobs
        if services is None or jobs is None or self._frame is None:
            self._link = text
            return
        from gedesk.ui.links import follow

        self._link = ""
        follow(text, self, services, jobs, self.toasts)

    def come_forward(self, link: str = "") -> None:
        """Somebody started the program again."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()
        if link:
            self.open_link(link)

    def _say_search(self) -> None:
        page = self.pages.get(self.current)
        self.header.say_search(page.filter_hint() if page else "", page.filter_text() if page else "")

    def filter(self, text: str) -> None:
        """What was typed into the search box."""
        page = self.pages.get(self.current)
        if page is not None and not page.filter_hint():  # nothing to filter here: the list of activities is meant
            self.page("activities")
            self.go("activities")
            self.search.setText(text)
            self.search.setFocus()
            return
        if page is not None:
            page.filter(text)

    def into_page(self) -> None:
        """Enter in the search box: the cursor goes to what was found."""
        if page := self.pages.get(self.current):
            page.into()

    # -- commands ------------------------------------------------------------------------------------------------

    def open_palette(self) -> None:
        """Ctrl+K: records, pages and commands."""
        if self.cards is not None:
            self.cards.find(self.commands)

    def show_keys(self) -> None:
        """F1: what the keyboard can do."""
        from gedesk.ui.commands import keys

        if self.cards is not None:
            self.cards.show_keys(keys(self))

    def renew_pack(self) -> None:
        """A later version of the country pack."""
        if self.cards is not None:
            self.cards.renew_pack()

    def focus_search(self) -> None:
        """Ctrl+F."""
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
        if self._shell is not None and self.header.undo.isEnabled():
            self._shell.undo()

    def redo(self) -> None:
        """Ctrl+Shift+Z outside text fields."""
        if self._shell is not None and self.header.redo.isEnabled():
            self._shell.redo()

    def back(self) -> None:
        """Esc: card, message, then filter, then form."""
        if self.cards is not None and self.cards.dismiss():
            return
        if self.passphrase is not None and self.passphrase.isVisible():
            self.passphrase.dismiss()
            return
        if self._toasts is not None and self._toasts.text:
            self._toasts.hide()
            return
        if self.search.hasFocus() or self.search.text():
            if self.search.text():
                self.search.clear()
            self.into_page()
            return
        if page := self.pages.get(self.current):
            page.back()

    # -- pages.base.Program --------------------------------------------------------------------------------------

    @property
    def looks(self) -> Looks:
        """Colours and size of the text."""
        if self._looks is None:
            from gedesk.ui.looks import Looks

            self._looks = Looks(self._centre, self.settings, self.pages.values, self._draw_frame)
        return self._looks

    def use_language(self, code: str) -> None:
        """Every text in another language, at once."""
        self.settings.setValue("language", code)
        i18n.use(code)

    def restore(self, backup: Path) -> None:
        """Closes the store, puts a backup in its place and opens that."""
        if self.on_restore is not None:
            self.detach()
            self.on_restore(backup)

    def _draw_frame(self, whole: bool) -> None:
        """Other colours or another size; `whole` when the last piece has them."""
        self.header.fit()
        if whole:
            self._fit_sidebar()
        self._draw_icons()

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
        """Every text in the language in use; pages that cannot be seen when they are opened."""
        self.sidebar.retranslate()
        self._opening.say(_("Opening…"), _("The records are being opened. This takes a moment after the first start."))
        for part in (self._failure, self._welcome):
            if part is not None:
                part.retranslate()
        self.header.retranslate()
        if self._toasts is not None:
            self._toasts.retranslate()
        self._say_frame()
        self._fit_sidebar()
        self._unsaid = set(self.pages)
        if page := self.pages.get(self.current):
            self._unsaid.discard(self.current)
            page.retranslate()
        self._say_search()
        self._say_title()
        if self._shell is not None:
            self._shell.reload()

    def _fit_sidebar(self) -> None:
        self.sidebar.fit(self.width() < theme.px(NARROW), self.height())

    # -- Qt ------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (event.oldSize().width() < theme.px(NARROW)) != (event.size().width() < theme.px(NARROW)):
            self._fit_sidebar()
        self.sidebar.fit_height(event.size().height())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._services is not None and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from gedesk.ui.drops import take

        if self._services is not None and take(self, event.mimeData()):
            event.acceptProposedAction()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        from PySide6.QtCore import Qt

        if event.button() == Qt.MouseButton.BackButton:
            self.go_back()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.go_forward()
        else:
            super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._first:
            self._first = False
            QTimer.singleShot(0, self, self._after_paint)

    def _after_paint(self) -> None:
        self.painted.emit()
        if icons.release():
            retint(self._opening)
        self._draw_icons()
        self.setWindowIcon(icons.application())

    def _draw_icons(self) -> None:
        self.header.draw()
        self.sidebar.draw()
        retint(self.sidebar)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.settings.setValue("window/geometry", self.saveGeometry())
        self.settings.sync()
        self.shut()
        super().closeEvent(event)

    def shut(self) -> None:
        """Keeps drafts, ends threads, lets go of the store.  May be called twice."""
        for page in self.pages.values():
            page.leaving()
        self._let_go()
        self._let_go = _nothing
        for stop in self._detach:
            stop()
        self._detach.clear()
        self._refresh.stop()
        if self._looks is not None:
            self._looks.stop()
        if self._welcome is not None:
            self._welcome.shut()
        if self.jobs is not None:
            self.jobs.close()


def _nothing() -> None:
    pass


def open_settings() -> QSettings:
    """The window's own settings: an INI file, never the registry.

    Where Qt keeps such files unless a folder is named: they are read before the first paint, and importing
    platformdirs costs 12 ms.
    """
    if folder := paths.named_state_folder():
        return QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, paths.APP, "window")

