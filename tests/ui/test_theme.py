from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QFontDatabase, QPalette, QRawFont
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from gedesk import paths
from gedesk.ui import icons, theme
from gedesk.ui.theme import Colours

PAIRS = [
    ("text", "window"), ("text", "surface"), ("text", "raised"), ("text", "hover"), ("muted", "window"),
    ("muted", "surface"), ("muted", "hover"), ("on_primary", "primary"), ("on_primary", "primary_hover"),
    ("primary", "surface"), ("primary", "window"), ("primary", "primary_soft"), ("accent", "surface"),
    ("accent", "accent_soft"), ("success", "success_soft"), ("success", "surface"), ("warning", "warning_soft"),
    ("warning", "surface"), ("danger", "danger_soft"), ("danger", "surface"), ("on_selection", "selection"),
    ("on_sidebar", "sidebar"), ("on_sidebar", "sidebar_chosen"), ("on_sidebar_muted", "sidebar"),
    ("on_sidebar_muted", "sidebar_hover"), ("on_sidebar_muted", "sidebar_chosen"), ("surface", "text"),
    ("on_badge", "badge"), ("on_primary", "danger"), ("text", "selection"), ("text", "primary_soft"), ("muted", "raised"), ("muted", "selection"),
    *((ink, paper) for ink in ("text", "muted") for paper in ("accent_soft", "success_soft", "warning_soft", "danger_soft")),
    *((ink, paper) for ink in ("primary", "accent", "success", "warning", "danger") for paper in ("window", "surface", "raised")),
]  # fmt: skip
EDGES = [
    ("strong_border", "surface"), ("strong_border", "window"), ("focus", "surface"), ("focus", "window"),
    ("sidebar_focus", "sidebar"), ("sidebar_focus", "sidebar_chosen"), ("badge", "sidebar"),
]  # fmt: skip


@pytest.mark.parametrize("colours", theme.THEMES.values(), ids=list(theme.THEMES))
def test_every_text_can_be_read_and_every_edge_seen(colours: Colours) -> None:
    faint = [(a, b) for a, b in PAIRS if theme.contrast(getattr(colours, a), getattr(colours, b)) < 4.5]
    thin = [(a, b) for a, b in EDGES if theme.contrast(getattr(colours, a), getattr(colours, b)) < 3]
    assert (faint, thin) == ([], [])


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_what_can_be_typed_is_readable_before_it_is_typed(qtbot: QtBot, qapp: QApplication, name: str, kind: type[QWidget]) -> None:
    theme.apply(qapp, name)
    widget = kind()
    qtbot.addWidget(widget)
    theme.dress(widget)
    widget.ensurePolished()
    shown = widget.palette().color(QPalette.ColorRole.PlaceholderText)
    assert (shown.name().upper(), shown.alpha()) == (theme.THEMES[name].muted, 255)


def test_contrast_is_that_of_the_standard() -> None:
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", theme.THEMES)
def test_the_style_sheet_leaves_nothing_open_and_its_pictures_exist(qapp: QApplication, name: str) -> None:
    colours = theme.THEMES[name]
    known = {str(getattr(colours, one)).upper() for one in Colours.__annotations__}
    for sheet in (theme.style_sheet(colours), theme.frame_sheet(colours)):
        assert "{{" not in sheet
        assert sheet.count("{") == sheet.count("}")
        assert {one.upper() for one in re.findall(r"#[0-9a-fA-F]{6}\b", sheet)} <= known
    for picture in ("chevron-down", "chevron-up", "check"):
        assert paths.resource(f"themes/{name}/{picture}.svg").is_file()


def test_the_shipped_typeface_has_all_letters(qapp: QApplication) -> None:
    assert theme.FAMILY in QFontDatabase.families()
    raw = QRawFont.fromFont(theme.font())
    assert raw.familyName() == theme.FAMILY
    missing = [char for char in "Čćžšđ ÀÉÇœ Ёжщ Әғқңөұүһі “„«»” › – — · … × №" if not raw.supportsCharacter(ord(char))]
    assert missing == []


@pytest.mark.parametrize("path", sorted(paths.resource("icons").glob("*.svg")), ids=lambda path: path.stem)
def test_icons_are_drawn_in_the_colour_asked_for(qapp: QApplication, path: object) -> None:
    name = getattr(path, "stem", "")
    drawn = icons.pixmap(name, "#FF0000", 24, 2.0).toImage()
    assert drawn.width() == 48
    seen = [drawn.pixelColor(x, y) for x in range(48) for y in range(48)]
    solid = [colour for colour in seen if colour.alpha() > 250]
    assert solid
    if name != "gedesk":
        assert all(one.red() > 245 and one.green() < 10 and one.blue() < 10 for one in solid)
