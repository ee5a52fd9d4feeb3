"""Exchange: sending, receiving, deciding conflicts, sites and bundles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QProgressBar,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from gedesk.i18n import gettext as _
from gedesk.i18n import ngettext
from gedesk.presenters import words
from gedesk.presenters.exchange import (
    ExchangePresenter,
    Outcome,
    Picture,
    tab_texts,
    typed_value,
)
from gedesk.services.views import Conflict, Double
from gedesk.ui import files
from gedesk.ui.models.rows import bundles_model, conflicts_model, sites_model
from gedesk.ui.pages.base import Context, SummaryPage
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Empty, clear, column, frame, label, line, push, retint
from gedesk.ui.widgets.basics import Picture as Drawing
from gedesk.ui.widgets.decision import DecisionPanel
from gedesk.ui.widgets.doubles import Doubles
from gedesk.ui.widgets.focus import Resting, steady
from gedesk.ui.widgets.parts import DropArea, Note, Parting, Select, Turning
from gedesk.ui.widgets.tables import Table

SUFFIX = ".gesync"
WIDE = 560  # pixels from which things stand beside each other, at 100 %
TABS = ("move", "conflicts", "sites", "bundles", "doubles")
SIZES = (None, 25_000_000, 10_000_000, 5_000_000)  # bytes of the largest file that may be written


class ExchangePage(SummaryPage[ExchangePresenter]):
    """Five tabs: send and receive, conflicts, sites, bundles, what was entered twice."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        services, jobs, notifier = context.services, context.jobs, context.notifier
        self._navigator = context.navigator
        self.presenter = ExchangePresenter(services, self, jobs, notifier)
        self._picture: Picture | None = None
        self._outcomes: Sequence[Outcome] = ()
        self._title = label(role="title")
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for _name in TABS:
            self.tabs.addTab("")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._move_tab())
        self._stack.addWidget(self._conflicts_tab())
        self._sites = sites_model(self)
        self.sites_table = Table(self._sites, (4, 3, -124, 3, 3, -100), pills=(2,), narrow={1: 560, 4: 700})
        self._no_sites = Empty("site")
        self._about_sites = label(role="muted", wrap=True)
        self.kits = push(icon="key", on_click=lambda: self._navigator.go("settings"))
        sites = QWidget()
        inside = column(Parting(self._about_sites, self.kits, least=320), spacing=Space.M)
        inside.addWidget(_either(self.sites_table, self._no_sites), 1)
        sites.setLayout(inside)
        self._stack.addWidget(sites)
        self._bundles = bundles_model(self)
        self.bundles_table = Table(self._bundles, (-146, -120, 3, -60, -110, -90, 5, 3), pills=(1,), narrow={4: 760, 5: 860, 7: 1200})
        self._no_bundles = Empty("file")
        self.take_back = push(icon="undo", on_click=lambda: self._ask_take_back(True))
        self._take_back_question = label(wrap=True)
        self.sure, self.not_sure = push(kind="primary", on_click=self._take_back), push(on_click=lambda: self._ask_take_back(False))
        self._confirm = frame("note", column(self._take_back_question, line(self.sure, self.not_sure, None)), margin=Space.M)
        self._confirm.hide()
        self.bundles_table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._say_take_back())
        bundles = QWidget()
        bundles.setLayout(column(_either(self.bundles_table, self._no_bundles), self._confirm, line(self.take_back, None), spacing=Space.M))
        self._stack.addWidget(bundles)
        self.doubles = Doubles()
        self.doubles.merge.connect(lambda double, second: self.presenter.merge(double, keep_second=second))
        self.doubles.show_record.connect(self._navigator.open_record)
        self._stack.addWidget(self.doubles)
        self.tabs.currentChanged.connect(self._turn)
        whole = column(self._title, self.tabs, spacing=Space.S, margin=Space.L)
        whole.addWidget(self._stack, 1)
        self.setLayout(whole)
        self.retranslate()
        self.show_busy("")

    # -- building ------------------------------------------------------------------------------------------------

    def _move_tab(self) -> QWidget:
        self._send_title, self._waiting = label(role="subtitle"), label(role="muted", wrap=True)
        self._send_hint = label(role="caption", wrap=True)
        self._figure = label("0", role="figure")
        self._last_sent, self._last_received = label(role="caption"), label(role="caption")
        self._to = label(role="label")
        self.target = Select()
        self.target.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.target.setMinimumContentsLength(12)
        self._to.setBuddy(self.target)
        self.send_button = push(kind="primary", icon="send", on_click=self.ask_folder)
        row = line(self._to, spacing=Space.S)
        row.addWidget(self.target, 1)
        self._most = label(role="label")
        self.largest = Select()
        for size in SIZES:
            self.largest.addItem("", size)
        self._most.setBuddy(self.largest)
        second = line(self._most, spacing=Space.S)
        second.addWidget(self.largest, 1)
        send = frame(
            "card",
            column(
                line(self._send_title, None),
                line(self._figure, Space.S, spacing=0),
                self._waiting,
                self._last_sent,
                None,
                self._send_hint,
                row,
                second,
                line(self.send_button, None),
            ),
        )
        self._receive_title, self._receive_hint = label(role="subtitle"), label(role="muted", wrap=True)
        self._receive_hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.receive_button = push(icon="folder", on_click=self.ask_files)
        self.drop = DropArea()
        self.drop.setLayout(
            column(
                Drawing("receive", 32, "accent"),
                self._receive_hint,
                line(None, self.receive_button, None),
                margin=Space.L,
            )
        )
        self.drop.dropped.connect(self.receive)
        inside_receive = column(line(self._receive_title, None), self.drop, self._last_received)
        inside_receive.setStretch(1, 1)
        receive = frame("card", inside_receive)
        self._busy = label(role="muted")
        self.cancel_button = push(kind="link", on_click=self.presenter.cancel)
        going = QProgressBar()
        going.setRange(0, 0)
        going.setTextVisible(False)
        self._busy_row = frame("note", line(self._busy, going, self.cancel_button, spacing=Space.M), margin=Space.S)
        self._results_title = label(role="subtitle")
        self._open_folder = push(kind="link", icon="folder", on_click=self._show_folder)
        self.to_decide = push(kind="link", icon="conflict", on_click=lambda: self.show_tab(TABS.index("conflicts")))
        self._results = column(spacing=Space.S)
        ways = QWidget()
        ways.setLayout(line(self.to_decide, self._open_folder))
        inside = QWidget()
        inside.setProperty("role", "plain")
        self.gaps = Note()
        self.ask_button = push(icon="send", on_click=self.ask_for_missing)
        self._resting = Resting(self.send_button, self.receive_button, self.ask_button)
        inside.setLayout(
            column(
                self.gaps,
                line(self.ask_button, None),
                Turning(send, receive, at=WIDE, level=True),
                self._busy_row,
                Parting(self._results_title, ways),
                self._results,
                None,
                spacing=Space.M,
            )
        )
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        return area

    def _conflicts_tab(self) -> QWidget:
        self._conflicts = conflicts_model(self)
        self.conflicts_table = Table(self._conflicts, (4, 3, -80))
        self.conflicts_table.selectionModel().currentRowChanged.connect(lambda now, _before: self._show_conflict(now.row()))
        self._no_conflicts = Empty("check")
        self._decision = DecisionPanel()
        self._decision.keep.connect(self._keep)
        self._decision.replace.connect(self._replace)
        self._decision.decide_all.connect(self._decide_all)
        self._decision.show_record.connect(self._navigator.open_record)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._decision)
        return _either(Turning(self.conflicts_table, area, at=WIDE, shares=(2, 3), level=True), self._no_conflicts)

    # -- presenters.exchange.ExchangeView ------------------------------------------------------------------------

    def show_picture(self, picture: Picture) -> None:
        """All tables and figures afresh; what is chosen stays chosen."""
        with steady(self, lambda: self.conflicts_table if picture.conflicts and self.tabs.currentIndex() == 1 else self.tabs):
            self._fill(picture)

    def _fill(self, picture: Picture) -> None:
        self._picture = picture
        chosen = self._decision.conflict.id if self._decision.conflict else None
        place = max(self.conflicts_table.current_row(), 0)  # whoever decided one goes on with the one below it
        self._sites.set_items(picture.sites)
        self._bundles.set_items(picture.bundles)
        self._conflicts.set_items(picture.conflicts)
        _choose(self._stack.widget(1), bool(picture.conflicts))
        _choose(self.sites_table.parentWidget(), bool(picture.sites))
        _choose(self.bundles_table.parentWidget(), bool(picture.bundles))
        self._say_take_back()
        if self.tabs.currentIndex() == TABS.index("doubles"):
            self.presenter.look_for_doubles()
        row = next((n for n, one in enumerate(picture.conflicts) if one.id == chosen), min(place, len(picture.conflicts) - 1))
        if picture.conflicts:
            self.conflicts_table.choose(row)
        else:
            self._decision.show_conflict(None)
        self._say_picture()
        if self._entering:
            self.show_tab(self.tabs.currentIndex())

    def show_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Results, one card for each file."""
        self._outcomes = outcomes
        with steady(self, lambda: self.tabs):
            clear(self._results)
            for outcome in outcomes:
                self._results.addWidget(outcome_card(outcome))
            self._say_results()

    def show_busy(self, text: str) -> None:
        """Something runs."""
        self._busy.setText(text)
        if not text:
            self._resting(False)  # first: the button that stops has the focus, and would take it along
        self._busy_row.setVisible(bool(text))
        if text:
            self._resting(True)

    def show_decided(self, conflict: str) -> None:
        """The cursor goes on to the next conflict."""
        self._decision.forget(conflict)

    def show_doubles(self, doubles: Sequence[Double]) -> None:
        """Records that may have been entered twice."""
        self.doubles.show_doubles(doubles)
        self._doubled = len(doubles)
        self._say_tabs()

    # -- what people do ------------------------------------------------------------------------------------------

    def ask_folder(self) -> None:
        """Chooses where bundles are written, then writes them."""
        if folder := files.choose_folder(self, _("Folder or USB stick to write to")):
            self.send(folder)

    def send(self, folder: Path) -> None:
        """Writes bundles for whom is chosen."""
        self._folder = folder
        self.presenter.send(self.target.currentData(), folder, self.largest.currentData())

    def ask_for_missing(self) -> None:
        """Writes the files after which what is missing comes with the next ones."""
        if folder := files.choose_folder(self, _("Folder or USB stick to write to")):
            self._folder = folder
            self.presenter.ask(folder)

    def ask_files(self) -> None:
        """Chooses files to receive."""
        self.receive(files.choose_files(self, _("Files to receive"), files.kinds(("GE Desk", f"*{SUFFIX}"), others=True)))

    def receive(self, files: Sequence[Path]) -> None:
        """Takes files in."""
        self.tabs.setCurrentIndex(0)
        self._folder = None
        self.presenter.receive(files)

    def take(self, files: Sequence[Path]) -> None:
        """Files that were dropped on the window."""
        self.receive(files)

    def show_tab(self, at: int) -> None:
        """One of the parts, with the cursor in it."""
        self.tabs.setCurrentIndex(at)
        self._entering = self._picture is None
        table = (None, self.conflicts_table, self.sites_table, self.bundles_table, None)[at]
        (self.tabs if table is None or not table.isVisible() else table).setFocus()

    def show_conflict(self, conflict: Conflict) -> None:
        """Goes to a conflict that a form named."""
        self.tabs.setCurrentIndex(1)
        if self._picture is not None:
            for row, one in enumerate(self._picture.conflicts):
                if one.id == conflict.id:
                    self.conflicts_table.choose(row)
                    return
        self._decision.show_conflict(conflict)

    # -- the window's calls --------------------------------------------------------------------------------------

    def opened(self) -> None:
        """Reads again if something changed meanwhile."""
        self.catch_up()
        self.tabs.setFocus()

    def sights(self) -> Iterator[str]:
        """Each tab."""
        for at, name in enumerate(TABS):
            self.tabs.setCurrentIndex(at)
            yield name if at else ""
        self.tabs.setCurrentIndex(0)

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._title.setText(_("Exchange"))
        self.tabs.setAccessibleName(_("Parts of the exchange page"))
        self._send_title.setText(_("Send"))
        self._send_hint.setText(_("A file is written for a USB stick or a mail. Sending twice does no harm."))
        self._to.setText(_("To"))
        self.target.setAccessibleName(_("To"))
        self.send_button.setText(_("Send…"))
        self._most.setText(_("Size"))
        self.largest.setAccessibleName(_("Largest file"))
        for at, size in enumerate(SIZES):
            self.largest.setItemText(at, _("any, for a USB stick") if size is None else _("at most {size} each, for e-mail").format(size=words.size(size)))
        self.ask_button.setText(_("Ask for them…"))
        self.take_back.setText(_("Take this file back…"))
        self.sure.setText(_("Take it back"))
        self.not_sure.setText(_("Keep"))
        self.doubles.retranslate()
        self._receive_title.setText(_("Receive"))
        self._receive_hint.setText(_("Drop files here, from a USB stick or the mail"))
        self.receive_button.setText(_("Choose files…"))
        self.cancel_button.setText(_("Stop"))
        self._open_folder.setText(_("Open folder"))
        self.kits.setText(_("Kits and revoking…"))
        self.sites_table.setAccessibleName(_("Sites"))
        self.bundles_table.setAccessibleName(_("Bundles"))
        self.conflicts_table.setAccessibleName(_("Conflicts"))
        self._no_conflicts.say(
            _("No conflicts"),
            _("When two sites change the same field without knowing of each other, both values wait here for a decision."),
        )
        self._no_sites.say(_("No other sites yet"), _("Sites appear here when headquarters has invited them."))
        self._no_bundles.say(_("Nothing sent or received yet"), _("Every file that goes out or comes in is noted here."))
        for model in (self._sites, self._bundles, self._conflicts):
            model.retranslate()
        self._decision.retranslate()
        self._say_picture()
        self._say_results()
        if self.isVisible():
            self.presenter.reload()

    def retint(self) -> None:
        """Icons in the colours in use."""
        retint(self)

    # -- inside --------------------------------------------------------------------------------------------------

    _folder: Path | None = None
    _entering = False  # somebody came for what is in a tab before it was there
    _doubled = 0  # pairs that may be one record, as far as somebody looked

    def _say_picture(self) -> None:
        self._say_tabs()
        self._say_to_decide()
        if self._picture is None:
            return
        status = self._picture.status
        self.gaps.say("\n".join(self.presenter.gaps()), "warning")
        self.ask_button.setVisible(bool(self.presenter.to_ask()))
        hq = self.presenter.is_hq
        self.kits.setVisible(hq)
        self._about_sites.setText(
            _("A site joins with a kit from here. “Waiting” counts the changes that it has not acknowledged yet.") if hq
            else _("Files go to headquarters, which passes on what the others need.")
        )  # fmt: skip
        self._figure.setText(words.number(status.to_send))
        self._waiting.setText(self.presenter.waiting())
        self._last_sent.setText(_("Last sent: {when}").format(when=words.ago(status.last_sent)))
        self._last_received.setText(_("Last received: {when}").format(when=words.ago(status.last_received)))
        kept = self.target.currentData()
        self.target.clear()
        for to, text in self.presenter.targets():
            self.target.addItem(text, to)
        at = next((n for n in range(self.target.count()) if self.target.itemData(n) == kept), 0)
        self.target.setCurrentIndex(at)

    def _say_tabs(self) -> None:
        counts = {"conflicts": len(self._picture.conflicts) if self._picture else 0, "doubles": self._doubled}
        for at, (name, text) in enumerate(zip(TABS, tab_texts(), strict=True)):
            count = counts.get(name, 0)
            self.tabs.setTabText(at, f"{text} ({words.number(count)})" if count else text)

    def _say_to_decide(self) -> None:
        count = len(self._picture.conflicts) if self._picture else 0
        self.to_decide.setVisible(bool(self._outcomes) and count > 0)
        self.to_decide.setText(ngettext("Decide {n} conflict…", "Decide {n} conflicts…", count).format(n=words.number(count)))

    def _turn(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        if TABS[at] == "doubles" and self._picture is not None:
            self.presenter.look_for_doubles()

    def _say_take_back(self) -> None:
        chosen = self._bundles.item(self.bundles_table.current_row())
        self.take_back.setEnabled(chosen is not None and chosen.direction == "received" and chosen.operations > 0)
        self.take_back.setVisible(bool(self._picture and self._picture.bundles))
        self._ask_take_back(False)

    def _ask_take_back(self, asking: bool) -> None:
        chosen = self._bundles.item(self.bundles_table.current_row())
        self._confirm.setVisible(asking and chosen is not None)
        if asking and chosen is not None:
            question = _("Everything that {file} brought is undone, here and with the next files everywhere. What was edited since stays and is named.")
            self._take_back_question.setText(question.format(file=chosen.file))
            self.not_sure.setFocus()

    def _take_back(self) -> None:
        chosen = self._bundles.item(self.bundles_table.current_row())
        self._ask_take_back(False)
        if chosen is not None:
            self.tabs.setCurrentIndex(0)
            self._folder = None
            self.presenter.take_back(chosen)

    def _decide_all(self, policy: str, reason: str) -> None:
        if self._decision.conflict is not None:
            self.presenter.decide_all(self._decision.conflict, policy, reason)

    def _say_results(self) -> None:
        count = len(self._outcomes)
        self._results_title.setVisible(count > 0)
        self._results_title.setText(ngettext("Result of {n} file", "Results of {n} files", count).format(n=count) if count else "")
        self._open_folder.setVisible(count > 0 and self._folder is not None)
        self._say_to_decide()

    def _show_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _show_conflict(self, row: int) -> None:
        conflict = self._conflicts.item(row)
        self._decision.show_conflict(conflict)
        if conflict is not None:
            self._decision.show_rules(self.presenter.like(conflict), self.presenter.policies(conflict))

    def _keep(self, value: str, reason: str) -> None:
        if self._decision.conflict is not None:
            self.presenter.keep(self._decision.conflict, value, reason)

    def _replace(self, text: str, reason: str) -> None:
        if self._decision.conflict is not None:
            self.presenter.replace(self._decision.conflict, typed_value(self._decision.conflict, text), reason)


def outcome_card(outcome: Outcome) -> QFrame:
    """What one file brought or became."""
    title = label(outcome.title, "label", tone=outcome.tone, wrap=True)
    lines = [label(text, wrap=True) for text in outcome.lines]
    for text in lines:
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    card = frame("note", column(title, *lines, spacing=2), margin=Space.M, spacing=2)
    card.setProperty("tone", outcome.tone)
    return card


def _either(content: QWidget, empty: QWidget) -> QStackedWidget:
    stack = QStackedWidget()
    stack.addWidget(content)
    stack.addWidget(empty)
    stack.setCurrentIndex(1)
    return stack


def _choose(stack: QWidget | None, there: bool) -> None:
    if isinstance(stack, QStackedWidget):
        stack.setCurrentIndex(0 if there else 1)


