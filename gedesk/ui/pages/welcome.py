"""The first run: join from a kit, a new headquarters, demonstration data, or a backup."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from gedesk import i18n
from gedesk.errors import KnownError
from gedesk.i18n import gettext as _
from gedesk.presenters.welcome import WelcomePresenter
from gedesk.services.protocols import Beginnings, Services
from gedesk.services.views import Choice as Offer
from gedesk.services.views import CountryView
from gedesk.ui import crash, files, theme
from gedesk.ui.jobs import QtJobs
from gedesk.ui.pages.base import Program
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import (
    Picture,
    clear,
    column,
    frame,
    label,
    line,
    name_tool,
    push,
    tool,
)
from gedesk.ui.widgets.parts import Asked, Choice, DropArea, Note, Select
from gedesk.ui.widgets.pick import PickOne

WIDTH = 620
KIT = ".gekit"


class WelcomePage(QWidget):
    """Four ways; the first three have a form of their own."""

    stepped = Signal(int, int)  # from a working thread

    def __init__(self, beginnings: Beginnings, opened: Callable[[Services], None], program: Program) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAcceptDrops(True)
        self._opened = opened
        self._program = program
        self._jobs = QtJobs(self.show_failure)
        self.presenter = WelcomePresenter(beginnings, self, self._jobs)
        self._error: BaseException | None = None
        self._report: Path | None = None
        self._kit: Path | None = None
        self._place = ""
        self._held: QWidget | None = None  # had the focus when the work began
        self.stepped.connect(self._show_step, Qt.ConnectionType.QueuedConnection)
        self.language = Select()
        for code, name in i18n.LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.activated.connect(lambda at: program.use_language(self.language.itemData(at)))
        self.failure = Note()
        self._stack = QStackedWidget()
        for part in (self._ways(), self._join_form(), self._create_form(), self._demo_form()):
            self._stack.addWidget(part)
        self._busy = self._make_busy()
        top = line(None, self.language)
        inside = QWidget()
        inside.setProperty("role", "plain")
        inside.setMaximumWidth(theme.px(WIDTH))
        inside.setLayout(column(self.failure, self._busy, self._stack, None, spacing=Space.M))
        middle = line(spacing=0)
        middle.addStretch(1)
        middle.addWidget(inside, 20)
        middle.addStretch(1)
        held = QWidget()
        held.setProperty("role", "plain")
        held.setLayout(middle)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(held)
        whole = column(top, spacing=Space.M, margin=Space.L)
        whole.addWidget(self.area, 1)
        self.setLayout(whole)
        self._boxes = {
            "join": {"kit": self.kit_box, "told": self.told, "author": self.join_name, "passphrase": self.join_pass,
                     "again": self.join_again},
            "create": {"country": self.country, "place": self.place, "author": self.hq_name,
                       "passphrase": self.hq_pass, "again": self.hq_again},
        }  # fmt: skip
        self.retranslate()
        self.show_busy("")

    # -- building ------------------------------------------------------------------------------------------------

    def _ways(self) -> QWidget:
        self._heading, self._intro = label(role="display", wrap=True), label(role="muted", wrap=True)
        self.join_way, self.create_way, self.demo_way = Choice("key"), Choice("site"), Choice("dashboard")
        self.join_way.clicked.connect(lambda: self.turn(1))
        self.create_way.clicked.connect(lambda: self.turn(2))
        self.demo_way.clicked.connect(lambda: self.turn(3))
        self.restore_way = push(kind="link", icon="history", on_click=self.ask_backup)
        ways = QWidget()
        ways.setLayout(
            column(
                line(Picture("gedesk", 56), None), self._heading, self._intro, Space.S, self.join_way, self.create_way,
                self.demo_way, line(self.restore_way, None), None, spacing=Space.M,
            )
        )  # fmt: skip
        return ways

    def _join_form(self) -> QWidget:
        self._join_back, self._join_title = tool("back", lambda: self.turn(0)), label(role="title", wrap=True)
        self._drop = DropArea()
        self._drop.dropped.connect(lambda files: self.take_kit(files[0]))
        self._kit_text = label(role="muted", wrap=True)
        self._kit_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose_kit = push(icon="folder", on_click=self.ask_kit)
        self._drop.setLayout(column(self._kit_text, line(None, self.choose_kit, None), margin=Space.L))
        self._drop.setFocusProxy(self.choose_kit)
        self.kit_box = Asked(self._drop)
        self.told, self.join_name = Asked(_secret()), Asked(QLineEdit())
        self.join_pass, self.join_again = Asked(_secret()), Asked(_secret())
        self.join_button = push(kind="primary", icon="check", on_click=self._join)
        return self._form(self._join_back, self._join_title, self.kit_box, self.told, self.join_name,
                          self.join_pass, self.join_again, self.join_button)  # fmt: skip

    def _create_form(self) -> QWidget:
        self._create_back, self._create_title = tool("back", lambda: self.turn(0)), label(role="title", wrap=True)
        self.countries = Select()
        self.countries.activated.connect(lambda _at: self._country_chosen())
        self.country = Asked(self.countries)
        self.places = PickOne(self._offer)
        self.places.edited.connect(self._place_edited)
        self.place, self.site_name, self.hq_name = Asked(self.places), Asked(QLineEdit()), Asked(QLineEdit())
        self.hq_pass, self.hq_again = Asked(_secret()), Asked(_secret())
        self.create_button = push(kind="primary", icon="check", on_click=self._create)
        return self._form(self._create_back, self._create_title, self.country, self.place, self.site_name, self.hq_name,
                          self.hq_pass, self.hq_again, self.create_button)  # fmt: skip

    def _demo_form(self) -> QWidget:
        self._demo_back, self._demo_title = tool("back", lambda: self.turn(0)), label(role="title", wrap=True)
        self._demo_help = label(role="muted", wrap=True)
        self.demos: list[QPushButton] = []
        self._demo_list = column(spacing=Space.S)
        head = line(self._demo_back, spacing=Space.S)
        head.addWidget(self._demo_title, 1)
        card = frame("card", column(self._demo_help, Space.S, self._demo_list), margin=Space.L, spacing=Space.L)
        whole = QWidget()
        whole.setLayout(column(head, card, None, spacing=Space.M))
        return whole

    def _form(self, back: QWidget, title: QWidget, *parts: QWidget) -> QWidget:
        head = line(back, spacing=Space.S)
        head.addWidget(title, 1)
        card = frame("card", column(*parts[:-1], line(parts[-1], None)), margin=Space.L, spacing=Space.L)
        whole = QWidget()
        whole.setLayout(column(head, card, None, spacing=Space.M))
        for part in parts:
            for one in part.findChildren(QLineEdit):
                one.returnPressed.connect(lambda: self._confirm())
        return whole

    def _make_busy(self) -> QWidget:
        self._busy_text, self._bar = label(wrap=True), QProgressBar()
        self._bar.setTextVisible(False)
        self.cancel = push(kind="link", on_click=lambda: self.presenter.cancel())
        row = line(spacing=Space.M)
        row.addLayout(column(self._busy_text, self._bar, spacing=Space.S), 1)
        row.addWidget(self.cancel)
        return frame("note", row, margin=Space.M)

    # -- presenters.welcome.WelcomeView --------------------------------------------------------------------------

    def show_countries(self, countries: list[CountryView]) -> None:
        """What can be chosen; the only one is chosen."""
        chosen = self.countries.currentData()
        self.countries.clear()
        for one in countries:
            self.countries.addItem(one.name, one)
        self.countries.setCurrentIndex(next((at for at, one in enumerate(countries) if one == chosen), 0 if len(countries) == 1 else -1))
        self._country_chosen()
        if len(self.demos) != len(countries):
            clear(self._demo_list)
            self.demos = [push(icon="dashboard", on_click=partial(self.presenter.demonstrate, one.code)) for one in countries]
            for button in self.demos:
                self._demo_list.addWidget(button)
            if self.demos and self._demo_back.hasFocus():  # somebody came here before the list did
                self.demos[0].show()
                self.demos[0].setFocus(Qt.FocusReason.OtherFocusReason)
        for button, one in zip(self.demos, countries, strict=True):
            button.setText(one.name)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Beside the fields; the cursor goes to the first."""
        self.show_failure(None)
        first: Asked | None = None
        for name, box in self._boxes["join" if self._stack.currentIndex() == 1 else "create"].items():
            box.problem(problems.get(name, ""))
            if name in problems and first is None:
                first = box
        if first is not None:
            first.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_busy(self, text: str) -> None:
        """Something runs; nothing else can be begun meanwhile."""
        self._busy_text.setText(text)
        self._bar.setRange(0, 0)
        self._busy.setVisible(bool(text))
        self.cancel.setVisible(False)
        if text:
            self._held = QApplication.focusWidget()
        self._stack.setEnabled(not text)

    def note_step(self, step: int, steps: int) -> None:
        """How far the demonstration is."""
        self.stepped.emit(step, steps)

    def show_failure(self, error: BaseException | None) -> None:
        """Why it did not work."""
        self._error = error
        self._report = crash.save(error) if error is not None and not isinstance(error, KnownError) else None
        self._say_failure()

    def focus_again(self) -> None:
        """The cursor to where it was when the work began."""
        if self._held is not None and self._held.isVisible():
            self._held.setFocus(Qt.FocusReason.OtherFocusReason)

    def opened(self, services: Services) -> None:
        """The window goes on with it."""
        self._opened(services)

    # -- what people do ------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The cursor on the first way."""
        self.presenter.begin()
        self.join_way.setFocus(Qt.FocusReason.OtherFocusReason)

    def turn(self, at: int) -> None:
        """To the ways (0), the form for a kit (1), the form for a headquarters (2), the countries of the demonstration (3)."""
        self.show_failure(None)
        self._stack.setCurrentIndex(at)
        self.area.verticalScrollBar().setValue(0)
        first: QWidget = (self.join_way, self.choose_kit, self.countries, self.demos[0] if self.demos else self._demo_back)[at]
        if at == 1 and self._kit is not None:
            first = self.told.editor
        elif at == 2 and self.countries.currentIndex() >= 0:
            first = self.site_name.editor if self._place else self.places
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_kit(self, file: Path) -> None:
        """This is the kit."""
        self._kit = file
        self.kit_box.problem("")
        self._say_kit()
        self.turn(1)

    def ask_kit(self) -> None:
        """Chooses the file."""
        if file := files.choose_file(self, _("Kit of this site"), files.kinds((_("Site kits"), f"*{KIT}"), others=True)):
            self.take_kit(file)

    def ask_backup(self) -> None:
        """Chooses a backup and brings it back."""
        if file := files.choose_file(self, _("Backup"), files.kinds((_("Backups"), "*.gedesk"), others=True)):
            self.presenter.restore(file)

    def shut(self) -> None:
        """Ends what runs."""
        self.presenter.cancel()
        self._jobs.close()

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self.language.setCurrentIndex(list(i18n.LANGUAGES).index(i18n.current()))
        self.language.setAccessibleName(_("Language"))
        self._heading.setText(_("Welcome to GE Desk"))
        self._intro.setText(_("Nothing has been written on this computer yet. How do you want to begin?"))
        self.join_way.say(
            _("Join from a kit"),
            _("You work for a council, a region or a ministry, and headquarters sent you a file that ends in .gekit."),
        )
        self.create_way.say(
            _("Begin a new headquarters"),
            _("You coordinate the country: you make the workspace, and kits for everybody else."),
        )
        self.demo_way.say(
            _("Look around with demonstration data"),
            _("Invented people and activities in a place of their own. Nothing of it is ever mixed with real records."),
        )
        self._demo_title.setText(_("Look around with demonstration data"))
        self._demo_help.setText(_("Choose a country. It takes a minute; what was made once opens at once."))
        self.restore_way.setText(_("Bring back a backup…"))
        for back in (self._join_back, self._create_back, self._demo_back):
            name_tool(back, _("Back"), "Esc")
        self._join_title.setText(_("Join from a kit"))
        self.kit_box.say(_("Kit"))
        self._say_kit()
        self.told.say(_("Passphrase of the kit"), _("Headquarters tells it by telephone or in person, never in the same mail."))
        self.join_button.setText(_("Join"))
        self._create_title.setText(_("Begin a new headquarters"))
        self.country.say(_("Country"))
        self.place.say(_("Place"), _("What this headquarters is responsible for; usually the whole country."))
        self.site_name.say(_("Name of the headquarters"), _("As others will see it. Without one, the name of the place is taken."))
        self.create_button.setText(_("Begin"))
        for name, secret, again in (
            (self.join_name, self.join_pass, self.join_again), (self.hq_name, self.hq_pass, self.hq_again),
        ):  # fmt: skip
            name.say(_("Your name"), _("It stands beside everything that you write."))
            secret.say(
                _("Passphrase for the keys (optional)"),
                _("Protects what this site signs and receives if the computer is lost. It is asked for once after each start and cannot be recovered."),
            )
            again.say(_("The passphrase again"))
        self.cancel.setText(_("Cancel"))
        self._bar.setAccessibleName(_("Progress"))
        self._say_failure()
        if self.countries.count():
            self.presenter.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._stack.currentIndex() and not self.presenter.busy:
            self.turn(0)
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.take_kit(files[0])

    # -- inside --------------------------------------------------------------------------------------------------

    def _confirm(self) -> None:
        if self._stack.currentIndex() == 1:
            self._join()
        elif self._stack.currentIndex() == 2:
            self._create()

    def _join(self) -> None:
        self.presenter.join(
            self._kit, _text(self.told), _text(self.join_name), _text(self.join_pass), _text(self.join_again)
        )

    def _create(self) -> None:
        chosen: CountryView | None = self.countries.currentData()
        self.presenter.create(
            chosen.code if chosen else "", self._place, _text(self.site_name), _text(self.hq_name), _text(self.hq_pass),
            _text(self.hq_again),
        )  # fmt: skip

    def _country_chosen(self) -> None:
        chosen: CountryView | None = self.countries.currentData()
        self._place = chosen.top if chosen else ""
        self.places.set_raw(self._place, {self._place: chosen.name} if chosen else {})
        self.country.problem("")

    def _place_edited(self, id: Any, labels: Mapping[str, str]) -> None:
        self._place = str(id) if labels else ""
        self.place.problem("")

    def _offer(self, text: str, done: Callable[[list[Offer]], None]) -> None:
        chosen: CountryView | None = self.countries.currentData()
        if chosen is not None:
            self.presenter.offer_places(chosen.code, text, done)

    def _show_step(self, step: int, steps: int) -> None:
        self.cancel.setVisible(True)
        self._bar.setRange(0, steps)
        self._bar.setValue(step)

    def _say_kit(self) -> None:
        self._kit_text.setText(str(self._kit) if self._kit else _("Drop the file here, or choose it."))
        self.choose_kit.setText(_("Choose another file…") if self._kit else _("Choose the file…"))

    def _say_failure(self) -> None:
        error = self._error
        if error is None:
            self.failure.say("")
        elif isinstance(error, KnownError):
            self.failure.say(f"{error.message} {error.advice}".strip(), "danger")
        else:
            where = _("A report was saved: {path}").format(path=self._report)
            self.failure.say(_("Something went wrong. Nothing was changed.") + f" {where}", "danger")


def _secret() -> QLineEdit:
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


def _text(box: Asked) -> str:
    editor = box.editor
    return editor.text() if isinstance(editor, QLineEdit) else ""
