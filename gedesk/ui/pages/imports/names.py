"""The fourth step: what names mean that several records may bear, or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QSplitter, QVBoxLayout, QWidget

from gedesk.i18n import gettext as _
from gedesk.presenters import words
from gedesk.presenters.importing import ImportPresenter
from gedesk.services.importing_views import NEW, SKIP, Candidate, QuestionView
from gedesk.ui.models.rows import Column, RowsModel
from gedesk.ui.pages.imports.step import Side, StepWidget
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Elided, Push, clear, column, frame, label, line, push
from gedesk.ui.widgets.parts import Flow
from gedesk.ui.widgets.pick import TypeAhead
from gedesk.ui.widgets.tables import Table


class OfferButton(Push):
    """One answer with its key."""

    def __init__(self, key: str, text: str, context: str, share: str) -> None:
        super().__init__()
        self.setAccessibleName(", ".join(part for part in (text, context, share) if part))
        self.setToolTip(f"{text} ({key})")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words_ = column(Elided(text), spacing=0)
        if context:
            words_.addWidget(Elided(context, "caption"))
        row = line(label(key, "pill", tone="primary"), spacing=Space.M)
        row.setContentsMargins(Space.S, Space.XS, Space.M, Space.XS)
        row.addLayout(words_, 1)
        if share:
            row.addWidget(label(share, "muted"))
        self.setLayout(row)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()


class NamesStep(StepWidget):
    """One question for each distinct name."""

    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._questions: Sequence[QuestionView] = ()
        self._at = 0
        self.model: RowsModel[QuestionView] = RowsModel(
            [
                Column(lambda: _("In the file"), lambda one: one.value),
                Column(lambda: _("Field"), lambda one: one.field_label),
                Column(lambda: _("Cells"), lambda one: words.number(len(one.cells)), right=True),
                Column(lambda: _("Answer"), presenter.said, tone=lambda one: "warning" if one.answer is None else "success"),
            ],
            self,
        )
        self.table = Table(self.model, (4, 3, -64, 3), pills=(3,), narrow={1: 260, 2: 320})
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._moved(now.row()))
        self._value, self._where = label(role="title", wrap=True), label(role="muted", wrap=True)
        self._context = label(role="caption", wrap=True)
        self._offers = QVBoxLayout()
        self._offers.setSpacing(Space.XS)
        self._other_label = label(role="label")
        self.other = TypeAhead(presenter.records_like)
        self.other.picked.connect(self._picked)
        self._other_label.setBuddy(self.other)
        self._again = push(kind="link", on_click=lambda: presenter.answer(None))
        card = frame(
            "card",
            column(
                self._value, self._where, self._context, self._offers, Space.XS, self._other_label, self.other,
                line(self._again, None), None, spacing=Space.S,
            ),
        )  # fmt: skip
        area = Side(card)
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._rest_best = push(on_click=lambda: presenter.answer_rest("best"))
        self._rest_skip = push(on_click=lambda: presenter.answer_rest("skip"))
        left = QWidget()
        rest = Flow(Space.S)
        rest.setContentsMargins(0, 0, 0, 0)
        for button in (self._rest_best, self._rest_skip):
            rest.addWidget(button)
        rest_row = QWidget()
        rest_row.setLayout(rest)
        inside = column(spacing=Space.S)
        inside.addWidget(self.table, 1)
        inside.addWidget(rest_row)
        left.setLayout(inside)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(area)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self.setLayout(column(split))
        for key in (*"123456789", "N", "S"):
            short = QShortcut(QKeySequence(key), self.table)
            short.setContext(Qt.ShortcutContext.WidgetShortcut)
            short.activated.connect(lambda key=key: presenter.press(key))
        self.retranslate()

    def show_questions(self, questions: Sequence[QuestionView], at: int) -> None:
        """Names to decide."""
        self._questions, self._at = questions, at
        self.model.set_items(questions)
        if questions:
            self.table.choose(at)
        self._show()

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self.table.setAccessibleName(_("Names to decide"))
        self.table.setAccessibleDescription(_("1 to 9 takes a candidate, N makes a new record, S leaves the name out."))
        self._other_label.setText(_("Another one"))
        self.other.setPlaceholderText(_("type a name"))
        self.other.setAccessibleName(_("Another one"))
        self._again.setText(_("Open the question again"))
        self._rest_best.setText(_("Best for all open ones"))
        self._rest_skip.setText(_("Leave all open ones out"))
        self.model.retranslate()
        self._show()

    def focus(self) -> None:
        """Puts the cursor on the question."""
        self.table.setFocus()

    def _moved(self, row: int) -> None:
        if row >= 0 and row != self._at:
            self._presenter.ask_about(row)

    def _picked(self, choice: Any) -> None:
        self.other.clear()
        self._presenter.pick(choice)
        self.table.setFocus()

    def _show(self) -> None:
        clear(self._offers)
        if not 0 <= self._at < len(self._questions):
            return
        asked = self._questions[self._at]
        self._value.setText(asked.value)
        shown = ", ".join(asked.cells[:6]) + ("…" if len(asked.cells) > 6 else "")
        self._where.setText(_("{field}, in {cells}").format(field=asked.field_label, cells=f"{asked.sheet} {shown}"))
        self._context.setText(asked.context)
        self._context.setVisible(bool(asked.context))
        for key, offer in self._presenter.offers(asked):
            self._offers.addWidget(self._button(key, offer))
        others = self._presenter.takes_others(asked)
        self._other_label.setVisible(others)
        self.other.setVisible(others)
        self._again.setVisible(asked.answer is not None)

    def _button(self, key: str, offer: Candidate | str) -> OfferButton:
        if isinstance(offer, Candidate):
            button = OfferButton(key, offer.label, offer.context, f"{round(offer.score)} %" if offer.score else "")
            id = offer.id
        else:
            id = offer
            text = {NEW: _("Make a new record"), SKIP: _("Leave it out")}[offer]
            button = OfferButton(key, text, "", "")
        button.clicked.connect(lambda _checked=False: self._press(id))
        return button

    def _press(self, id: str) -> None:
        self._presenter.answer(id)
        self.table.setFocus()
