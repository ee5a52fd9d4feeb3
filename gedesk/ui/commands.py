"""What the window can be told to do: one list for the palette, the keyboard and the card of keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut

from gedesk import i18n
from gedesk.domain.kinds import registry
from gedesk.i18n import gettext as _
from gedesk.presenters.exchange import tab_texts
from gedesk.presenters.palette import Command
from gedesk.presenters.papers import paper_terms
from gedesk.ui import theme
from gedesk.ui.pages.directory import ENTRIES
from gedesk.ui.sidebar import shortcut

if TYPE_CHECKING:
    from gedesk.ui.main_window import MainWindow


def commands(window: MainWindow) -> list[Command]:
    """Pages, then what can be done now."""
    found = [
        Command(entry.label(), shortcut(at), entry.name, _going(window, entry.name), page=True)
        for at, entry in enumerate(ENTRIES)
    ]
    within = [(entry.name, kind) for entry in ENTRIES for kind in entry.lists]
    found += [
        Command(registry.kind(kind).plural.label(), "", name, _listing(window, kind), page=True, deep=True)
        for name, kind in within if kind not in (entry.lists[0] for entry in ENTRIES if entry.lists)
    ]  # fmt: skip
    found += [
        Command(text, "", "exchange", _exchanging(window, at), page=True, deep=True) for at, text in enumerate(tab_texts()) if at
    ]
    found.append(Command(_("New activity"), "Ctrl+N", "plus", lambda: window.new_record("activity")))
    found += [
        Command(_("New {kind}").format(kind=registry.kind(kind).label().lower()), "", "plus", _beginning(window, kind), deep=True)
        for _name, kind in within if kind != "activity"
    ]  # fmt: skip
    found += [Command(_("Write: {document}").format(document=text), "", "reports", _writing(window, what)) for what, text in paper_terms()]
    if window.leads:
        found.append(Command(_("Kit for a new site…"), "", "key", window.invite))
    found.append(Command(_("Publish the dashboard"), "", "send", lambda: _publish(window)))
    for button, keys, icon, act in (
        (window.header.undo, "Ctrl+Z", "undo", window.undo),
        (window.header.redo, "Ctrl+Shift+Z", "redo", window.redo),
        (window.header.back, "Alt+←", "back", window.go_back),
        (window.header.forward, "Alt+→", "forward", window.go_forward),
        (window.header.link, "Ctrl+Shift+C", "link", window.copy_link),
    ):
        if button.isEnabled():
            found.append(Command(button.accessibleName(), keys, icon, act))
    dark = theme.colours().name == "dark"
    found += [
        Command(_("Country pack: a later version…"), "", "import", window.renew_pack),
        Command(_("Filter this page"), "Ctrl+F", "search", window.focus_search),
        Command(_("Light colours") if dark else _("Dark colours"), "", "sun" if dark else "moon", window.looks.toggle),
        Command(_("Bigger text"), "Ctrl++", "plus", window.looks.bigger),
        Command(_("Smaller text"), "Ctrl+-", "empty", window.looks.smaller),
        Command(_("Keyboard"), "F1", "keyboard", window.show_keys),
    ]
    for code, name in i18n.LANGUAGES.items():
        if code != i18n.current():
            found.append(Command(_("Language: {name}").format(name=name), "", "info", _speaking(window, code)))
    return found


def _publish(window: MainWindow) -> None:
    from gedesk.ui.pages.dashboard import DashboardPage

    window.go("dashboard")
    page = window.page("dashboard")
    if isinstance(page, DashboardPage):
        page.ask_publish()


def shortcuts(window: MainWindow) -> list[QObject]:
    """The keys of the window; deleting them takes them away."""
    made: list[QObject] = []
    pages = [(shortcut(at), _going(window, entry.name)) for at, entry in enumerate(ENTRIES) if shortcut(at)]
    for keys, act in (
        *pages,
        ("Ctrl+N", window.new),
        ("Ctrl+F", window.focus_search),
        ("Ctrl+K", window.open_palette),
        ("Ctrl+Z", window.undo),
        ("Ctrl+Shift+Z", window.redo),
        ("Ctrl+Y", window.redo),
        ("Ctrl+S", window.save),
        ("Ctrl+Return", window.save_and_close),
        ("Ctrl+Enter", window.save_and_close),
        ("Ctrl+Shift+C", window.copy_link),
        ("Ctrl++", window.looks.bigger),
        ("Ctrl+=", window.looks.bigger),
        ("Ctrl+-", window.looks.smaller),
        ("Alt+Left", window.go_back),
        ("Alt+Right", window.go_forward),
        ("F1", window.show_keys),
        ("Esc", window.back),
    ):
        made.append(QShortcut(QKeySequence(keys), window, act))
    return made


def keys(_window: MainWindow) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """Sections of the card of keys."""
    return [
        (_("Everywhere"), [
            ("Ctrl+K", _("Find records, pages and commands")),
            ("Ctrl+F", _("Filter this page")),
            ("Ctrl+N", _("Begin a new record")),
            ("Ctrl+Z", _("Undo")),
            ("Ctrl+Shift+Z", _("Redo")),
            ("Alt+←  Alt+→", _("Back and forward")),
            ("Ctrl+Shift+C", _("Copy the link to this record")),
            ("Ctrl++  Ctrl+-", _("Bigger and smaller text")),
            ("Esc", _("One step back: message, filter, form")),
            ("F1", _("This card")),
        ]),
        (_("Lists"), [
            ("↑  ↓", _("Move through the rows")),
            ("Enter", _("Open the row")),
            ("Delete", _("Remove the row; the message offers to take it back")),
        ]),
        (_("Forms"), [
            ("Tab", _("Next field")),
            ("Ctrl+S", _("Save")),
            ("Ctrl+Enter", _("Save and go back to the list")),
        ]),
        (_("Pages"), [(shortcut(at), entry.label()) for at, entry in enumerate(ENTRIES) if shortcut(at)]),
    ]  # fmt: skip


def _going(window: MainWindow, name: str) -> Callable[[], None]:
    return lambda: window.go(name)


def _listing(window: MainWindow, kind: str) -> Callable[[], None]:
    return lambda: window.open_list(kind, {})


def _beginning(window: MainWindow, kind: str) -> Callable[[], None]:
    return lambda: window.new_record(kind)


def _exchanging(window: MainWindow, at: int) -> Callable[[], None]:
    def go() -> None:
        from gedesk.ui.pages.exchange import ExchangePage

        window.go("exchange")
        page = window.page("exchange")
        if isinstance(page, ExchangePage):
            page.show_tab(at)

    return go


def _writing(window: MainWindow, what: str) -> Callable[[], None]:
    return lambda: window.write_paper(what)


def _speaking(window: MainWindow, code: str) -> Callable[[], None]:
    return lambda: window.use_language(code)
