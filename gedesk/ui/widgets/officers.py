"""Who may act for headquarters: the officers with the words of their keys, taking one in, striking one off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from gedesk.i18n import gettext as _
from gedesk.presenters import words
from gedesk.services.views import OfficerView
from gedesk.ui import theme
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import clear, column, frame, label, line, push, rule
from gedesk.ui.widgets.parts import Asked, flow


class Officers(QWidget):
    """A list, a form for somebody at this computer, and a question at a time."""

    take_in = Signal(str, str, str)  # name, passphrase, the passphrase again
    choose_file = Signal()
    choose_store = Signal()
    answered = Signal(bool)  # to the question that stands
    strike_off = Signal(object)  # an OfficerView, after the person was sure

    def __init__(self) -> None:
        super().__init__()
        self._officers: Sequence[OfficerView] = ()
        self._strike: OfficerView | None = None
        self._about = label(role="muted", wrap=True)
        self._list = column(spacing=Space.M)
        self._here = label(role="label", wrap=True)
        self.name, self.secret, self.again = Asked(QLineEdit()), Asked(_secret()), Asked(_secret())
        self.add = push(icon="key", on_click=self._add)
        self.from_file = push(icon="file", on_click=self.choose_file.emit)
        self._about_store = label(role="muted", wrap=True)
        self.store = push(icon="import", on_click=self.choose_store.emit)
        self._question = label(wrap=True)
        self._told = label(role="value", wrap=True)
        self.yes, self.no = push(kind="primary", on_click=lambda: self._answer(True)), push(on_click=lambda: self._answer(False))
        self.question = frame("note", column(self._question, self._told, flow(self.yes, self.no)), margin=Space.M)
        self.question.hide()
        self.setLayout(
            column(
                self._about, self._list, self.question, rule(), self._here, self.name, self.secret, self.again,
                flow(self.add, self.from_file), rule(), self._about_store, line(self.store, None), spacing=Space.M,
            )
        )  # fmt: skip
        self.boxes = {"officer": self.name, "officer_passphrase": self.secret, "officer_again": self.again}

    def show_officers(self, officers: Sequence[OfficerView]) -> None:
        """Everybody who may act for headquarters."""
        self._officers = officers
        clear(self._list)
        for one in officers:
            fingerprint = label(" ".join(one.words), "value", wrap=True)
            parts = [one.name, _("since {day}").format(day=words.moment(one.since)) if one.since else "", _("keys at this computer") if one.here else ""]
            about = label(" · ".join(part for part in parts if part), "label", wrap=True)
            row = line(spacing=Space.M)
            row.addLayout(column(about, fingerprint, spacing=2), 1)
            if len(officers) > 1:
                gone = push(_("Strike off…"), icon="trash", on_click=partial(self._ask_strike, one))
                gone.setAccessibleName(_("Strike off {name}").format(name=one.name))
                row.addWidget(gone)
            self._list.addLayout(row)

    def ask(self, question: str, told: str, yes: str, tone: str = "accent") -> None:
        """Puts a question with words to compare; `answered` says what came of it."""
        self._strike = None
        self._put(question, told, yes, tone)

    def taken_in(self) -> None:
        """Ready for the next one."""
        for box in (self.name, self.secret, self.again):
            box.editor.setProperty("text", "")

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Beside the fields."""
        for name, box in self.boxes.items():
            box.problem(problems.get(name, ""))

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._about.setText(
            _("Each officer has keys of their own, and what any of them signs counts everywhere. Sites hear of a change with the next file.")
        )
        self._here.setText(_("Somebody who works at this computer as well"))
        self.name.say(_("Name"))
        self.secret.say(_("Passphrase of the new keys"), _("The new officer types it, and keeps it to themselves."))
        self.again.say(_("The passphrase again"))
        self.add.setText(_("Take in"))
        self.from_file.setText(_("From another computer…"))
        self.from_file.setToolTip(_("Opens the file by which somebody asks to be an officer"))
        self._about_store.setText(
            _("Another store of headquarters, where an officer worked apart, can be taken in from its backup. Both histories stay.")
        )
        self.store.setText(_("Take in another store…"))
        self.no.setText(_("Not now"))
        self.show_officers(self._officers)

    def _add(self) -> None:
        self.take_in.emit(*(box.editor.property("text") for box in (self.name, self.secret, self.again)))

    def _ask_strike(self, officer: OfficerView) -> None:
        question = _("What {name} signs from now on will be refused by every site that has heard of it. Send a file to all sites afterwards.")
        self._put(question.format(name=officer.name), "", _("Strike off"), "danger")
        self._strike = officer

    def _put(self, question: str, told: str, yes: str, tone: str) -> None:
        self._question.setText(question)
        self._told.setText(told)
        self._told.setVisible(bool(told))
        self.yes.setText(yes)
        theme.restyle(self.question, tone=tone)
        self.question.show()
        self.no.setFocus()

    def _answer(self, yes: bool) -> None:
        self.question.hide()
        officer, self._strike = self._strike, None
        if officer is None:
            self.answered.emit(yes)
        elif yes:
            self.strike_off.emit(officer)


def _secret() -> QLineEdit:
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    return made
