"""Import: a workbook in, step by step."""

from __future__ import annotations

from gedesk.i18n import gettext as _
from gedesk.ui.pages.base import Context, Page
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Empty, column, label, retint


class ImportPage(Page):
    """Where workbooks come in."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._title = label(role="title")
        self._empty = Empty("import")
        whole = column(self._title, spacing=Space.M, margin=Space.L)
        whole.addWidget(self._empty, 1)
        self.setLayout(whole)
        self.retranslate()

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._title.setText(_("Import"))
        self._empty.say(
            _("Workbooks are imported from the command line"),
            _("“gedesk import FILE --dry-run” shows every change before it is made."),
        )

    def retint(self) -> None:
        """Icons in the colours in use."""
        retint(self)
