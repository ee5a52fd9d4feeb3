"""Below the fields without a column: one value of a field for all rows of the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from gedesk.domain.fields import FieldSpec, Type
from gedesk.i18n import gettext as _
from gedesk.presenters.importing import ImportPresenter
from gedesk.services.importing_views import FieldChoice
from gedesk.services.views import Choice
from gedesk.ui.theme import Space
from gedesk.ui.widgets import editors
from gedesk.ui.widgets.basics import clear, column, label, line, push


class FillCard(QWidget):
    """Asks for the value of one field."""

    def __init__(self, presenter: ImportPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._choice: FieldChoice | None = None
        self._entry: tuple[Any, Mapping[str, str]] = (None, {})
        self.on_closed: Callable[[], None] = lambda: None
        self.box: editors.FieldBox | None = None
        self._place: QVBoxLayout = column()
        self._hint = label(role="caption", wrap=True)
        self.use = push(kind="primary", on_click=self._use)
        self.close_button = push(on_click=self.leave)
        self.setLayout(column(self._place, self._hint, line(self.use, self.close_button, None, spacing=Space.S), spacing=Space.XS))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.retranslate()
        self.hide()

    def ask(self, choice: FieldChoice, spec: FieldSpec) -> None:
        """Shows the editor of a field."""
        self._choice, self._entry = choice, (None, {})
        clear(self._place)
        defaults = self._presenter.defaults

        def offer(text: str, done: Callable[[list[Choice]], None]) -> None:
            if spec.type is Type.CODES:
                done(editors.code_choices(defaults.terms(spec), text))
            else:
                defaults.choices(spec, text, done)

        editor = editors.make(spec, offer, lambda: defaults.terms(spec))
        if isinstance(editor, QLineEdit):
            editor.returnPressed.connect(self._use)
        self.box = editors.FieldBox(spec, editor)
        self.box.join(self._edited, lambda _name: None)
        self._place.addWidget(self.box)
        self.show()
        self.box.take_focus()

    def leave(self) -> None:
        """Closes the editor."""
        clear(self._place)
        self.box, self._choice = None, None
        self.hide()
        self.on_closed()

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._hint.setText(_("For every row that says nothing else. Empty takes it back."))
        self.use.setText(_("Use for all rows"))
        self.close_button.setText(_("Cancel"))

    def _edited(self, _name: str, raw: Any, labels: Mapping[str, str]) -> None:
        self._entry = (raw, labels)
        if self.box is not None:
            self.box.problem("")

    def _use(self) -> None:
        choice, box = self._choice, self.box
        if choice is None or box is None:
            return
        raw, labels = self._entry
        self._presenter.fill_all(choice, "" if raw is None else raw, labels, box.problem)
