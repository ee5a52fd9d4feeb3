"""Records that may have been entered twice: each pair with why, and a button for either way to make one of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from gedesk.i18n import gettext as _
from gedesk.services.views import Double
from gedesk.ui.theme import Space
from gedesk.ui.widgets.basics import Empty, clear, column, frame, label, line, push

SHOWN = 50  # pairs at once; more come when these are settled


class Doubles(QScrollArea):
    """A card for each pair."""

    merge = Signal(object, bool)  # a Double; whether the second one is kept
    show_record = Signal(str, str)  # kind, id

    def __init__(self) -> None:
        super().__init__()
        self._doubles: Sequence[Double] = ()
        self._about = label(role="muted", wrap=True)
        self._none = Empty("check")
        self._cards = column(spacing=Space.M)
        inside = QWidget()
        inside.setProperty("role", "plain")
        inside.setLayout(column(self._about, self._none, self._cards, None, spacing=Space.M))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)

    def show_doubles(self, doubles: Sequence[Double]) -> None:
        """The surest first."""
        self._doubles = doubles
        clear(self._cards)
        for one in doubles[:SHOWN]:
            self._cards.addWidget(self._card(one))
        self._none.setVisible(not doubles)
        self._about.setVisible(bool(doubles))

    def retranslate(self) -> None:
        """Every text in the language in use."""
        self._about.setText(
            _("Two sites may enter the same organisation or person. Made one, links follow, nothing is lost, and one undo takes them apart again.")
        )
        self._none.say(_("Nothing seems to be entered twice"), _("Organisations and people with names, phones or addresses alike are offered here."))
        self.show_doubles(self._doubles)

    def _card(self, double: Double) -> QWidget:
        sides = line(spacing=Space.L)
        for second, (id_, title) in enumerate(((double.first, double.first_title), (double.second, double.second_title))):
            keep = push(_("Keep this"), "primary" if not second else "", on_click=partial(self.merge.emit, double, bool(second)))
            keep.setAccessibleName(_("Keep {value}").format(value=title))
            look = push(_("Show"), "link", on_click=partial(self.show_record.emit, double.kind, id_))
            look.setAccessibleName(_("Show {value}").format(value=title))
            sides.addLayout(column(label(title, "value", wrap=True), line(keep, look, None), spacing=Space.XS), 1)
        return frame("card", column(label(double.why, "caption", wrap=True), sides), margin=Space.M)
