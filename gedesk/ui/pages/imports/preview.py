"""The fifth step: what the import would do, as a difference; and the last: what happened."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QSizePolicy, QStackedWidget

from gedesk.domain.kinds import registry
from gedesk.i18n import gettext as _
from gedesk.presenters import words
from gedesk.presenters.import_steps import PROBLEMS, Done, Preview, fate_label, fate_tone
from gedesk.presenters.importing import ImportPresenter
from gedesk.services.importing_views import ProblemView, RowView
from gedesk.ui import files, theme
from gedesk.ui.models.rows import Column, RowsModel
from gedesk.ui.pages.imports.step import StepWidget
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Push, column, frame, label, line, push
from gedesk.ui.widgets.parts import flow
from gedesk.ui.widgets.tables import Table

WIDE = 120  # pixels of a count, at 100 %


class FigureButton(Push):
    """A count that shows its rows when pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.setCheckable(True)
        self.number, self.what = label(role="subtitle"), label(role="caption")
        for text in (self.number, self.what):
            text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = column(self.number, self.what, spacing=0)
        inside.setContentsMargins(Space.M, Space.XS, Space.M, Space.XS)
        self.setLayout(inside)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return (layout.sizeHint() if layout is not None else super().sizeHint()).expandedTo(QSize(theme.px(WIDE), 0))

    def say(self, number: str, what: str, tone: str) -> None:
        """The count."""
        self.number.setText(number)
        self.what.setText(what)
        theme.restyle(self.number, tone=tone)
        self.setAccessibleName(f"{number} {what}")
        self.setToolTip(what)


_CHANGES = 3  # the column of what changes or is wrong, left out where it would be empty


class PreviewStep(StepWidget):
    """What would happen, as a difference."""

    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._preview: Preview | None = None
        self._several = False  # rows of more than one kind
        self.figures: list[FigureButton] = []
        self._fates: list[str] = []
        self._row = flow()
        self._lines = label(role="muted", wrap=True)
        self.valid = QCheckBox()
        self.valid.clicked.connect(presenter.use_valid_rows)
        self.rows: RowsModel[RowView] = RowsModel(
            [
                Column(lambda: _("Row"), lambda one: f"{one.row} · {one.sheet}"),
                Column(lambda: _("What happens"), lambda one: fate_label(one.fate), tone=lambda one: fate_tone(one.fate)),
                Column(lambda: _("Record"), self._called),
                Column(lambda: _("Old → new"), changes_text),
            ],
            self,
        )
        self.problems: RowsModel[ProblemView] = RowsModel(
            [
                Column(lambda: _("Cell"), lambda one: f"{one.cell} · {one.sheet}"),
                Column(lambda: _("Weight"), lambda one: _("Error") if one.level == "error" else _("Note"),
                       tone=lambda one: "danger" if one.level == "error" else "neutral"),
                Column(lambda: _("Value"), lambda one: "" if one.value is None else str(one.value)),
                Column(lambda: _("What is wrong"), lambda one: one.message),
                Column(lambda: _("What to do"), lambda one: one.advice),
            ],
            self,
        )  # fmt: skip
        self.rows_table = Table(self.rows, (-120, -160, 3, 5), pills=(1,))
        self.problems_table = Table(self.problems, (-120, -84, 2, 4, 4), pills=(1,))
        self._none = label(role="muted")
        self._none.setProperty("centre", "yes")
        self._stack = QStackedWidget()
        for part in (self.rows_table, self.problems_table, self._none):
            self._stack.addWidget(part)
        self._whole = label(wrap=True)  # of what is cut off in the table
        for table in (self.rows_table, self.problems_table):
            table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._say_whole())
        whole = column(self._row, self._lines, self.valid, spacing=Space.S)
        whole.addWidget(self._stack, 1)
        whole.addWidget(self._whole)
        self.setLayout(whole)
        self.retranslate()

    def show_preview(self, preview: Preview) -> None:
        """The figures."""
        self._preview = preview
        while len(self.figures) < len(preview.counts):
            button = FigureButton()
            at = len(self.figures)
            button.clicked.connect(lambda _checked=False, at=at: self._pressed(at))
            self.figures.append(button)
            self._row.addWidget(button)
        self._fates = [one.fate for one in preview.counts]
        for button in self.figures[len(preview.counts) :]:
            button.hide()
        for button, told in zip(self.figures, preview.counts, strict=False):
            button.show()
            button.say(words.number(told.number), told.label, told.tone)
        self._lines.setText("\n".join(preview.lines))
        self._lines.setVisible(bool(preview.lines))
        self.valid.setVisible(preview.errors > 0)
        self.valid.setChecked(self._presenter.valid_rows)

    def show_rows(self, rows: Sequence[RowView], problems: Sequence[ProblemView], shown: str) -> None:
        """Rows or problems."""
        for button, fate in zip(self.figures, self._fates, strict=False):
            button.setChecked(fate == shown)
        self._several = len({row.kind for row in rows}) > 1
        self.rows.set_items(rows)
        self.rows_table.hide_columns({_CHANGES: not any(changes_text(row) for row in rows)})
        self.problems.set_items(problems)
        some = problems if shown == PROBLEMS else rows
        self._stack.setCurrentIndex(2 if not some else 1 if shown == PROBLEMS else 0)
        self._say_whole()
        if some:
            (self.problems_table if shown == PROBLEMS else self.rows_table).choose(0)

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self.rows_table.setAccessibleName(_("Rows"))
        self.problems_table.setAccessibleName(_("Problems"))
        self.valid.setText(_("Import only the rows without errors"))
        self._none.setText(_("None."))
        self.rows.retranslate()
        self.problems.retranslate()

    def focus(self) -> None:
        """Puts the cursor on the first row."""
        current = self._stack.currentWidget()
        if current is not None and current is not self._none:
            current.setFocus()
        elif self.figures:
            self.figures[0].setFocus()

    def _called(self, row: RowView) -> str:
        """What a row calls its record; where one sheet tells of several kinds, its kind, too."""
        return f"{registry.kind(row.kind).label()}: {row.title}" if self._several else row.title

    def _say_whole(self) -> None:
        if self._stack.currentWidget() is self.problems_table and (one := self.problems.item(self.problems_table.current_row())):
            text = f"{one.cell}: {one.message} {one.advice}".strip()
        elif self._stack.currentWidget() is self.rows_table and (row := self.rows.item(self.rows_table.current_row())):
            text = " – ".join(part for part in (row.title, changes_text(row)) if part)
        else:
            text = ""
        self._whole.setText(text)
        self._whole.setVisible(bool(text))

    def _pressed(self, at: int) -> None:
        fate = self._fates[at]
        self._presenter.show_only("" if self._presenter.shown == fate else fate)


def changes_text(row: RowView) -> str:
    """What changes in a row: field by field, old → new; or why it is refused."""
    if row.reason:
        return row.reason
    return " · ".join(f"{one.label}: {one.old or '–'} → {one.new or '–'}" for one in row.changes)


class DoneStep(StepWidget):
    """What happened, and what can be done about it."""

    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._told: Done | None = None
        self._title, self._lines = label(role="subtitle"), label(wrap=True)
        self.undo = push(icon="undo", on_click=presenter.undo)
        self.marked = push(icon="save", on_click=self._ask_marked)
        self.another = push(kind="primary", icon="import", on_click=presenter.leave)
        self._card = frame("card", column(self._title, self._lines, Space.S, flow(self.another, self.undo, self.marked), spacing=Space.S))
        self._profile_title, self._profile_hint = label(role="subtitle"), label(role="muted", wrap=True)
        self.name = QLineEdit()
        self.name.setMaximumWidth(420)
        self._name_label = label(role="label")
        self._name_label.setBuddy(self.name)
        self.save = push(icon="save", on_click=self._save)
        self.name.returnPressed.connect(self._save)
        row = line(spacing=Space.S)
        row.addWidget(self.name, 1)
        row.addWidget(self.save)
        row.addStretch(1)
        self._profile = frame("card", column(self._profile_title, self._profile_hint, self._name_label, row, spacing=Space.XS))
        self.setLayout(column(self._card, self._profile, None, spacing=Space.M))
        self.retranslate()

    def show_done(self, done: Done) -> None:
        """What happened."""
        fresh = self._told is None or self._told.title != done.title
        self._told = done
        self._title.setText(done.title)
        theme.restyle(self._title, tone=done.tone)
        self._lines.setText("\n".join(done.lines))
        self.undo.setVisible(done.can_undo)
        self.marked.setVisible(done.can_mark)
        if fresh:
            self.name.setText(self._presenter.profile_name())

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self.undo.setText(_("Undo the import"))
        self.marked.setText(_("Marked copy for the sender…"))
        self.another.setText(_("Import another workbook"))
        self._profile_title.setText(_("Remember this layout"))
        self._profile_hint.setText(_("The next workbook with these headings is read like this one, without a question."))
        self._name_label.setText(_("Name of the layout"))
        self.name.setAccessibleName(_("Name of the layout"))
        self.save.setText(_("Remember"))

    def focus(self) -> None:
        """Puts the cursor on the next workbook."""
        self.another.setFocus()

    def _save(self) -> None:
        if self.name.text().strip():
            self._presenter.save_profile(self.name.text().strip())

    def _ask_marked(self) -> None:
        file = self._presenter.file
        marked = _("marked")
        name = f"{file.stem} ({marked}){file.suffix}" if file is not None else ""
        if target := files.choose_target(self, _("Marked copy"), name):
            self._presenter.save_marked(target)
