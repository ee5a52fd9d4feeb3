"""The window: sidebar, header, pages.

It can be shown before anything else is imported: the store and the pages come later, through `attach`.  So this module
must not import the domain, the services or the pages, except where `attach` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QSettings, QSignalBlocker, QSize, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from gedesk import i18n, paths
from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.ui import icons, theme
from gedesk.ui.pages.directory import FIRST, PAGES, page_of
from gedesk.ui.sidebar import Sidebar
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Elided, Empty, Faces, column, line, name_tool, retint, tool

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
    from gedesk.ui.jobs import QtJobs
    from gedesk.ui.notify import Toasts
    from gedesk.ui.pages.base import Page
    from gedesk.ui.pages.failure import FailurePage
    from gedesk.ui.pages.welcome import WelcomePage
    from gedesk.ui.widgets.overlay import KeysCard
    from gedesk.ui.widgets.packs import PackCard
    from gedesk.ui.widgets.palette import PaletteCard
    from gedesk.ui.widgets.papers import PaperCard
    from gedesk.ui.widgets.passphrase import PassphraseCard

NARROW = 880
COALESCE = 30  # milliseconds: several commits in a row refresh the screen once
STEP = 25  # per cent: one step of the text size


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
        self._palette: PaletteCard | None = None
        self._keys: KeysCard | None = None
        self._paper: PaperCard | None = None
        self._pack: PackCard | None = None
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
        self._on_retry: Callable[[], None] | None = None
        self.on_restore: Callable[[Path], None] | None = None

        self._stack = QStackedWidget()
        self._opening = Empty("site")
        self._failure: FailurePage | None = None
        self._stack.addWidget(self._opening)
        self.header = self._make_header()
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
        self._dressing = QTimer(self)
        self._dressing.setObjectName("idle")
        self._dressing.timeout.connect(self._dress_next)
        self._restore()
        self._set_ready(False)
        self._detach.append(i18n.on_change(self.retranslate))
        self.retranslate()

    # -- building ------------------------------------------------------------------------------------------------

    def _make_header(self) -> QFrame:
        self._site, self._role = Elided(role="subtitle"), Elided(role="caption")
        self.back_button = tool("back", self.go_back)
        self.forward_button = tool("forward", self.go_forward)
        self.search = QLineEdit()
        self.search.setProperty("role", "search")
        self.search.setMinimumWidth(150)
        self.search.setMaximumWidth(360)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._glass = QLabel(self.search)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._into_page)
        self.palette_button = tool("jump", self.open_palette)
        self.link_button = tool("link", self.copy_link)
        self.undo_button = tool("undo", self.undo)
        self.redo_button = tool("redo", self.redo)
        where = column(self._site, self._role, spacing=0)
        row = line(self.back_button, self.forward_button, spacing=Space.XS)
        row.setContentsMargins(Space.S, Space.S, Space.M, Space.S)
        row.addSpacing(Space.XS)
        row.addLayout(where, 3)
        row.addWidget(self.search, 4)
        for part in (self.palette_button, self.link_button, self.undo_button, self.redo_button):
            row.addWidget(part)
        header = QFrame()
        header.setProperty("role", "header")
        header.setFixedHeight(theme.px(56))
        header.setLayout(row)
        return header

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
        from gedesk.ui.jobs import QtJobs

        self._drop_welcome()
        self.search.setClearButtonEnabled(True)  # its icon takes 6 ms of the first paint
        self.jobs = QtJobs(self.toasts.failed)
        self._services = services
        self._trail = Trail()
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
        for card in (self._palette, self._keys, self._paper, self._pack):
            if card is not None:
                card.deleteLater()
        self._palette = self._keys = self._paper = self._pack = None
        self._shortcuts = []
        self.pages.clear()
        self._services = self._shell = self._frame = self._trail = self.jobs = None
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

    def show_failure(self, error: BaseException, on_retry: Callable[[], None] | None) -> None:
        """The store could not be opened: what happened, what to do, and a way to try again."""
        self._on_retry = on_retry
        if self._failure is None:
            from gedesk.ui.pages.failure import FailurePage

            self._failure = FailurePage(self._retry)
            theme.dress(self._failure)
            self._stack.addWidget(self._failure)
        self._failure.show_error(error, can_retry=on_retry is not None)
        self._stack.setCurrentWidget(self._failure)

    def _retry(self) -> None:
        if self._on_retry is not None:
            self._stack.setCurrentWidget(self._opening)
            self._on_retry()

    def _set_ready(self, ready: bool) -> None:
        for part in (self.search, self.palette_button, *self.nav.values()):
            part.setEnabled(ready)
        for part in (self.undo_button, self.redo_button, self.back_button, self.forward_button, self.link_button):
            part.setEnabled(False)

    # -- presenters.shell.ShellView ------------------------------------------------------------------------------

    def show_frame(self, frame: Frame) -> None:
        """Header and sidebar afresh; the first one also opens the first page."""
        first, self._frame = self._frame is None, frame
        self._site.setText(frame.site)
        self._role.setText(frame.role)
        self._say_frame()
        if first:
            self.go(FIRST)
            if self._link:
                self.open_link(self._link)

    def _say_frame(self) -> None:
        frame = self._frame
        if frame is None:
            name_tool(self.undo_button, _("Undo"), "Ctrl+Z")
            name_tool(self.redo_button, _("Redo"), "Ctrl+Shift+Z")
            return
        self.sidebar.say_exchange(*frame.exchange)
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
        services, jobs = self._services, self.jobs
        if services is None or jobs is None:
            return
        if self._paper is None:
            from gedesk.ui.widgets.papers import PaperCard

            self._paper = PaperCard(self._centre, services, jobs, self.toasts, self.open_record)
        self._paper.ask(what, of, period)

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
        self._say_trail()

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

    def _say_trail(self) -> None:
        trail = self._trail
        self.back_button.setEnabled(trail is not None and trail.before is not None)
        self.forward_button.setEnabled(trail is not None and trail.after is not None)
        self.link_button.setEnabled(trail is not None and trail.here is not None and bool(trail.here.link))

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
        self._say_trail()

    def copy_link(self) -> None:
        """Ctrl+Shift+C: what leads to this record from a mail or a note."""
        here = self._trail.here if self._trail is not None else None
        if here is not None and here.link:
            QApplication.clipboard().setText(here.link)
            self.toasts.tell(_("Link copied: {link}").format(link=here.link))

    def open_link(self, text: str) -> None:
        """The record of a link, or a word about why not; kept until there is a store."""
        from gedesk.errors import NotFound, UsageError
        from gedesk.presenters.lists import unpacked
        from gedesk.presenters.shell import parse_link, parse_list_link

        services, jobs = self._services, self.jobs
        if services is None or jobs is None or self._frame is None:
            self._link = text
            return
        self._link = ""
        listed = parse_list_link(text)
        if listed is not None and page_of(listed[0]):
            try:
                self.open_list(listed[0], unpacked(listed[1]))
            except UsageError as error:
                self.toasts.failed(error)
            return
        link = parse_link(text)
        if link is None or not page_of(link[0]):
            self.toasts.failed(
                UsageError(
                    _("“{text}” is no link to a record.").format(text=text[:60]),
                    advice=_("Links look like gedesk:activity/… and are copied whole."),
                )
            )
            return
        kind, id = link

        def failed(error: BaseException) -> None:
            if isinstance(error, NotFound):
                error = NotFound(
                    _("The record of this link is not here."),
                    advice=_("Perhaps it has not been received yet, or belongs to another place."),
                )
            self.toasts.failed(error)

        jobs.read(lambda: services.records.get(kind, id), lambda _found: self.open_record(kind, id), failed)

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
        hint = page.filter_hint() if page else ""
        text = page.filter_text() if page else ""
        if self.search.text() != text:  # else the cursor in it would jump
            with QSignalBlocker(self.search):
                self.search.setText(text)
        hint = hint or _("Filter activities")
        self.search.setPlaceholderText(f"{hint} (Ctrl+F)")
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

    def open_palette(self) -> None:
        """Ctrl+K: records, pages and commands."""
        services, jobs = self._services, self.jobs
        if services is None or jobs is None:
            return
        if self._palette is None:
            from gedesk.presenters.palette import PalettePresenter
            from gedesk.ui.widgets.palette import PaletteCard

            self._palette = PaletteCard(self._centre)
            presenter = PalettePresenter(
                services, self._palette, jobs, self.toasts, self.commands, self.open_record, page_of
            )
            self._palette.on_typed = presenter.typed
        self._palette.ask()

    def show_keys(self) -> None:
        """F1: what the keyboard can do."""
        from gedesk.ui.commands import keys
        from gedesk.ui.widgets.overlay import KeysCard

        if self._keys is None:
            self._keys = KeysCard(self._centre)
        self._keys.show_keys(keys(self))

    def renew_pack(self) -> None:
        """A later version of the country pack."""
        services, jobs = self._services, self.jobs
        if services is None or jobs is None:
            return
        if self._pack is None:
            from gedesk.ui.widgets.packs import PackCard

            self._pack = PackCard(self._centre, services, jobs, self.toasts)
        self._pack.ask()

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
        if self._shell is not None and self.undo_button.isEnabled():
            self._shell.undo()

    def redo(self) -> None:
        """Ctrl+Shift+Z outside text fields."""
        if self._shell is not None and self.redo_button.isEnabled():
            self._shell.redo()

    def back(self) -> None:
        """Esc: card, message, then filter, then form."""
        for card in (self._palette, self._keys, self._paper, self._pack):
            if card is not None and card.isVisible():
                card.dismiss()
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
            self._into_page()
            return
        if page := self.pages.get(self.current):
            page.back()

    # -- pages.base.Program --------------------------------------------------------------------------------------

    @property
    def theme_choice(self) -> str:
        """`light`, `dark` or `system`."""
        return str(self.settings.value("theme") or "system")

    def use_language(self, code: str) -> None:
        """Every text in another language, at once."""
        self.settings.setValue("language", code)
        i18n.use(code)

    def toggle_theme(self) -> None:
        """Light or dark."""
        self.use_theme("light" if theme.colours().name == "dark" else "dark")

    def use_theme(self, choice: str) -> None:
        """`light`, `dark`, or `system` for what the desktop has."""
        self.settings.setValue("theme", choice)
        self._put_on(system_theme() if choice == "system" else choice, theme.text_size())

    def use_text_size(self, percent: int) -> None:
        """100 to 200 per cent."""
        percent = min(max(percent, theme.SMALLEST), theme.LARGEST)
        self.settings.setValue("text_size", percent)
        self._put_on(theme.colours().name, percent)

    def bigger(self) -> None:
        """Ctrl++."""
        self.use_text_size(theme.text_size() + STEP)

    def smaller(self) -> None:
        """Ctrl+-."""
        self.use_text_size(theme.text_size() - STEP)

    def restore(self, backup: Path) -> None:
        """Closes the store, puts a backup in its place and opens that."""
        if self.on_restore is not None:
            self.detach()
            self.on_restore(backup)

    def _put_on(self, name: str, percent: int) -> None:
        """Piece by piece, what can be seen first, so that the window goes on answering."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        icons.forget()
        theme.begin(app, name, percent)
        self._centre.setUpdatesEnabled(False)
        self.header.setFixedHeight(theme.px(56))
        self._draw_icons()
        self._dressing.start(0)

    def _dress_next(self) -> None:
        late = next(theme.behind(), None)
        if late is None or not late.isVisible():
            self._centre.setUpdatesEnabled(True)
        if late is None:
            self._dressing.stop()
            self._fit_sidebar()
            self._draw_icons()
            return
        theme.redress(late)
        others = list(theme.behind())
        for page in self.pages.values():
            if (page is late or page.isAncestorOf(late)) and not any(page.isAncestorOf(one) for one in others):
                page.retint()

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
        name_tool(self.back_button, _("Back"), "Alt+←")
        name_tool(self.forward_button, _("Forward"), "Alt+→")
        name_tool(self.palette_button, _("Find records, pages and commands"), "Ctrl+K")
        name_tool(self.link_button, _("Copy the link to this record"), "Ctrl+Shift+C")
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
        from pathlib import Path

        from gedesk.errors import KnownError
        from gedesk.presenters.shell import taken_by

        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not files or self._services is None:
            return
        event.acceptProposedAction()
        try:
            name = taken_by(files)
        except KnownError as error:
            self.toasts.failed(error)
            return
        self.go(name)
        self.page(name).take(files)

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
        size = theme.px(18)  # an action of the line would always be drawn in 16 pixels
        self._glass.setPixmap(icons.icon("search", theme.colours().muted, size).pixmap(QSize(size, size)))
        self._glass.setGeometry(theme.px(10), (self.search.height() - size) // 2, size, size)
        self.sidebar.draw()
        for part in (self.header, self.sidebar):
            retint(part)

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
        self._dressing.stop()
        if self._welcome is not None:
            self._welcome.shut()
        if self.jobs is not None:
            self.jobs.close()


def _nothing() -> None:
    pass


def system_theme() -> str:
    """What the desktop has, by the palette it gives to programs that ask for nothing."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication

    return "dark" if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def open_settings() -> QSettings:
    """The window's own settings: an INI file, never the registry.

    Where Qt keeps such files unless a folder is named: they are read before the first paint, and importing
    platformdirs costs 12 ms.
    """
    if folder := paths.named_state_folder():
        return QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, paths.APP, "window")

