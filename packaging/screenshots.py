"""Pictures of every page of the window on demonstration data, drawn without a display.

    screenshots.py FOLDER [--store FILE] [--lang sw]... [--theme dark]... [--size 1366x768] [--text 200] [--readme]

With `--readme`, those that README.md shows are put into docs/pictures, too.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHOWN = ROOT / "docs" / "pictures"
LANGUAGES = ("en", "sw", "fr", "ru", "bs")
THEMES = ("light", "dark")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--store", type=Path, default=ROOT / "build/demo/hq/store.gedesk")
    parser.add_argument("--lang", action="append", choices=LANGUAGES)
    parser.add_argument("--theme", action="append", choices=THEMES)
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--text", type=int, default=100)
    parser.add_argument("--readme", action="store_true")
    options = parser.parse_args()
    if not options.store.exists():
        program = Path(sys.executable).parent / "gedesk"
        folder = options.store.parent.parent
        subprocess.run([program, "demo", str(folder), "--country", "tz"], check=True, stdout=subprocess.DEVNULL)

    from PySide6.QtGui import QImage

    from gedesk.services.beginning import Beginnings
    from gedesk.services.desk import Desk
    from gedesk.ui.screenshots import shoot

    width, _times, height = options.size.partition("x")
    with Desk.open(options.store) as desk:
        made = shoot(
            desk, options.folder, options.lang or LANGUAGES, options.theme or THEMES, size=(int(width), int(height)),
            percent=options.text, beginnings=Beginnings(options.store.parent / "nothing.gedesk"),
        )  # fmt: skip
    print(f"{len(made)} pictures in {options.folder}")
    if options.readme:
        SHOWN.mkdir(parents=True, exist_ok=True)
        for name in re.findall(r"docs/pictures/([\w-]+\.png)", (ROOT / "README.md").read_text(encoding="utf-8")):
            picture = QImage(str(options.folder / name)).convertToFormat(QImage.Format.Format_RGB888)
            picture.save(str(SHOWN / name), quality=0)  # as small as it gets without loss
    return 0


if __name__ == "__main__":
    sys.exit(main())
