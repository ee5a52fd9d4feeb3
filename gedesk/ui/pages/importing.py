"""Import: a workbook in, step by step, on one page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QPushButton, QStackedWidget

from gedesk import paths
from gedesk.i18n import gettext as _
from gedesk.presenters import words
from gedesk.presenters.folders import FolderPresenter, FolderTold, workbooks_among
from gedesk.presenters.import_steps import STEPS, Done, Place, Preview, Step, step_hint, step_label
from gedesk.presenters.importing import ImportPresenter
from gedesk.services.importing_views import (
    ColumnView,
    FieldChoice,
    ProblemView,
    QuestionView,
    RowView,
    SheetView,
    TableView,
)
from gedesk.ui import theme
from gedesk.ui.pages.base import Context, Page
from gedesk.ui.pages.imports.columns import ColumnsStep
from gedesk.ui.pages.imports.file import FileStep, ProfilesCard
from gedesk.ui.pages.imports.folder import FolderStep
from gedesk.ui.pages.imports.names import NamesStep
from gedesk.ui.pages.imports.preview import DoneStep, PreviewStep
from gedesk.ui.pages.imports.sheets import SheetStep
from gedesk.ui.pages.imports.step import StepWidget
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Elided, column, frame, label, line, name_tool, push, retint
from gedesk.ui.widgets.parts import Roomy, flow

SAMPLE = "samples/kinondoni_q2.xlsx"
PATIENCE = 400  # milliseconds before work is worth a word
LEAST = 300  # pixels of height that a step needs
LOOK = 150  # milliseconds between two looks at how far it is


class ImportPage(Page):
    """The wizard."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.presenter = ImportPresenter(context.services, self, context.jobs, context.notifier)
        self.folders = FolderPresenter(context.services, self, context.jobs, context.notifier)
        self._place = Place(Step.FILE, frozenset(), "", False)
        self._title, self._file = label(role="title"), label(role="muted")
        self.steps: dict[Step, QPushButton] = {
            step: push(kind="link", on_click=partial(self.presenter.go, step)) for step in STEPS
        }
        bar = flow(*self.steps.values(), spacing=0)
        self._hint = label(role="muted", wrap=True)
        self._busy, self._progress = label(), QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self.stop = push(kind="link", on_click=self._stop)
        self._busy_row = frame("note", line(self._busy, self._progress, self.stop, spacing=Space.M), margin=Space.S)
        self._busy_row.setProperty("tone", "accent")
        self.profiles = ProfilesCard(context)
        self.file = FileStep(self.profiles)
        self.file.chosen.connect(self._chosen)
        self.file.folder.connect(self.open_folder)
        self.folder = FolderStep(self.folders)
        self.folder.on_open = self.open_file
        self.sheet = SheetStep(self.presenter)
        self.columns = ColumnsStep(self.presenter)
        self.names = NamesStep(self.presenter)
        self.preview = PreviewStep(self.presenter)
        self.done = DoneStep(self.presenter)
        self._stack = QStackedWidget()
        self._widgets: dict[Step, StepWidget] = {
            Step.FILE: self.file, Step.SHEET: self.sheet, Step.COLUMNS: self.columns, Step.NAMES: self.names,
            Step.PREVIEW: self.preview, Step.DONE: self.done,
        }  # fmt: skip
        for widget in (*self._widgets.values(), self.folder):
            self._stack.addWidget(widget)
        self.back_button = push(icon="back")
        self.back_button.clicked.connect(self.presenter.back)
        self._hindrance = Elided(role="muted")
        self.next_button = push(kind="primary", on_click=self.presenter.go_on)
        foot = line(self.back_button, spacing=Space.M)
        foot.addWidget(self._hindrance, 1)
        foot.addWidget(self.next_button)
        self._foot = frame("footer", foot, margin=Space.M)
        above = column(line(self._title, self._file, None, spacing=Space.M), bar, self._hint, self._busy_row, spacing=Space.XS, margin=Space.L)
        above.setContentsMargins(Space.L, Space.L, Space.L, Space.S)
        inner = column(margin=0)
        inner.setContentsMargins(Space.L, 0, Space.L, Space.M)
        inner.addWidget(Roomy(self._stack, LEAST))
        whole = column(above, spacing=0)
        whole.addLayout(inner, 1)
        whole.addWidget(self._foot)
        self.setLayout(whole)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(PATIENCE)
        self._late.timeout.connect(self._say_busy)
        self._look = QTimer(self)
        self._look.setInterval(LOOK)
        self._look.timeout.connect(self._say_phase)
        self._busy_row.hide()
        self.retranslate()
        self.show_place(self._place)

    # -- presenters.importing.ImportView -------------------------------------------------------------------------

    def show_place(self, place: Place) -> None:
        """The step, and where one can go."""
        moved = place.step is not self._place.step
        self._place = place
        for step, button in self.steps.items():
            button.setEnabled(step in place.open or step is place.step)
            theme.restyle(button, kind="" if step is place.step else "link")
            button.setAccessibleDescription(_("the step you are at") if step is place.step else "")
        self._stack.setCurrentWidget(self._widgets[place.step])
        self._hint.setText(step_hint(place.step))
        self._foot.setVisible(place.step not in (Step.FILE, Step.DONE))
        self.next_button.setText(place.next)
        self.next_button.setEnabled(place.can_go_on)
        name_tool(self.next_button, place.next, "Ctrl+Enter")
        self._hindrance.setText(place.hindrance)
        file = self.presenter.file
        self._file.setText(file.name if file is not None and place.step is not Step.FILE else "")
        if moved:
            self._focus()

    def show_busy(self, text: str) -> None:
        """Something runs."""
        self._busy.setText(text)
        if text:
            self._late.start()
        else:
            self._late.stop()
            self._look.stop()
            self._busy_row.hide()
        self.next_button.setEnabled(not text and self._place.can_go_on)
        for button in (self.file.choose, self.file.choose_folder, self.folder.go, self.folder.back):
            button.setEnabled(not text)

    def show_refused(self, title: str, advice: str, *, password: bool) -> None:
        """Why the file is not read."""
        self.file.say_refused(title, advice, password=password, file=self.presenter.file)

    def show_sheets(self, sheets: Sequence[SheetView], tables: Sequence[TableView], at: int) -> None:
        """Sheets and tables."""
        self.sheet.show_sheets(sheets, tables, at)

    def show_columns(self, table: TableView, columns: Sequence[ColumnView], fields: Sequence[FieldChoice]) -> None:
        """What the columns hold."""
        self.columns.show_columns(table, columns, fields)

    def show_questions(self, questions: Sequence[QuestionView], at: int) -> None:
        """Names to decide."""
        self.names.show_questions(questions, at)

    def show_preview(self, preview: Preview) -> None:
        """What would happen."""
        self.preview.show_preview(preview)

    def show_rows(self, rows: Sequence[RowView], problems: Sequence[ProblemView], shown: str) -> None:
        """Rows of a fate, or problems."""
        self.preview.show_rows(rows, problems, shown)

    def show_done(self, done: Done) -> None:
        """What happened."""
        self.done.show_done(done)

    # -- presenters.folders.FolderView ---------------------------------------------------------------------------

    def show_folder(self, told: FolderTold) -> None:
        """Workbooks of a folder."""
        self.folder.show_folder(told)
        self._stack.setCurrentWidget(self.folder)
        self._hint.setText("")
        self.folder.focus()

    def show_left(self) -> None:
        """The folder is left."""
        if self._place.step is Step.FILE:
            self.show_place(self._place)
            self._focus()

    # -- the window's calls --------------------------------------------------------------------------------------

    @property
    def in_form(self) -> bool:
        """Whether a workbook is on its way: Esc goes a step back."""
        return self._place.step is not Step.FILE or self.folders.folder is not None

    def opened(self) -> None:
        """The cursor goes where the work is."""
        self.profiles.presenter.reload()
        self._focus()

    def changed(self, kinds: frozenset[str]) -> None:
        """A layout was remembered, or came from headquarters; what was imported may have been taken back."""
        self.presenter.look_again()
        if self.isVisible() and "import_profile" in kinds:
            self.profiles.presenter.reload()

    def home(self) -> None:
        """A workbook on its way stays."""

    def back(self) -> bool:
        """One step back."""
        if self._stack.currentWidget() is self.folder or self.folders.busy:
            self.folders.leave()
            return True
        return self.presenter.back()

    def save_and_close(self) -> None:
        """Ctrl+Enter: to the next step."""
        self.presenter.go_on()

    def take(self, files: Sequence[Path]) -> None:
        """Begins with workbooks or a folder that were dropped on the window."""
        if (folder := workbooks_among(files)) is not None:
            self.open_folder(folder)
        else:
            self.open_file(files[0])

    def open_file(self, file: Path) -> None:
        """Begins with a workbook."""
        self._chosen(file, "")

    def open_folder(self, folder: Path) -> None:
        """Begins with a folder of workbooks."""
        self.presenter.leave()
        self.folders.look(folder)

    def sights(self) -> Iterator[str]:
        """The page as it opens, then each step with the sample workbook, up to the preview; nothing is imported."""
        yield ""
        self.open_file(paths.resource(SAMPLE))
        yield "2"
        for number in range(3, len(STEPS)):
            if not self._place.can_go_on or self._place.step is Step.PREVIEW:
                break
            self.presenter.go_on()
            yield str(number)
            if self._place.step is Step.NAMES:
                self.presenter.answer_rest("best")
                yield f"{number}-answered"
        self.presenter.leave()
        self.show_refused("", "", password=False)

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._title.setText(_("Import"))
        for at, step in enumerate(STEPS, 1):
            self.steps[step].setText(f"{at}  {step_label(step)}")
        self.stop.setText(_("Stop"))
        self.back_button.setText(_("Back"))
        name_tool(self.back_button, _("Back"), "Esc")
        self._progress.setAccessibleName(_("Progress"))
        for widget in (*self._widgets.values(), self.folder):
            widget.retranslate()
        self.show_place(self.presenter.place())
        self.presenter.retranslate()
        self.folders.retranslate()

    def retint(self) -> None:
        """Icons and drawings in the colours in use."""
        retint(self)
        self.sheet.grid.viewport().update()

    def leaving(self) -> None:
        """The program ends."""
        self._late.stop()
        self._look.stop()

    # -- inside --------------------------------------------------------------------------------------------------

    def _chosen(self, file: Path, password: str) -> None:
        self.folders.leave()
        self.presenter.open(file, password=password or None)

    def _stop(self) -> None:
        self.folders.cancel()
        self.presenter.cancel()

    def _say_busy(self) -> None:
        self._say_phase()
        self._busy_row.show()
        self._look.start()

    def _say_phase(self) -> None:
        done, total = (0, 0) if self.folders.busy else self.presenter.rows
        self._busy.setText(self.folders.phase if self.folders.busy else self.presenter.phase)
        self._progress.setRange(0, total)  # without end while nobody knows how much there is
        self._progress.setValue(done)
        self._progress.setTextVisible(bool(total))
        self._progress.setFormat(f"{words.number(done)} / {words.number(total)}")

    def _focus(self) -> None:
        if not self.isVisible():
            return
        self._widgets[self._place.step].focus()
