from __future__ import annotations

import pytest
from PySide6.QtGui import QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication

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
    ("on_sidebar_muted", "sidebar_hover"), ("text", "warning_soft"), ("muted", "warning_soft"), ("surface", "text"),
]  # fmt: skip
EDGES = [("strong_border", "surface"), ("strong_border", "window"), ("focus", "surface"), ("focus", "window")]


@pytest.mark.parametrize("colours", theme.THEMES.values(), ids=list(theme.THEMES))
def test_every_text_can_be_read_and_every_edge_seen(colours: Colours) -> None:
    faint = [(a, b) for a, b in PAIRS if theme.contrast(getattr(colours, a), getattr(colours, b)) < 4.5]
    thin = [(a, b) for a, b in EDGES if theme.contrast(getattr(colours, a), getattr(colours, b)) < 3]
    assert (faint, thin) == ([], [])


def test_contrast_is_that_of_the_standard() -> None:
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", theme.THEMES)
def test_the_style_sheet_leaves_nothing_open_and_its_pictures_exist(qapp: QApplication, name: str) -> None:
    sheet = theme.style_sheet(theme.THEMES[name])
    assert "{{" not in sheet
    assert sheet.count("{") == sheet.count("}")
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
