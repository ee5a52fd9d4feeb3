"""Translations: `translations.py extract` collects texts, `compile` makes catalogues, `check` finds what is wrong.

`extract` brings the .po files up to date with the source; what is new is empty and waits for a translator.  `check`
is part of `make lint`: it fails on texts that are missing, fuzzy, or have other placeholders than the English text, and on
compiled catalogues that are older than their source.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
DOMAIN = "gedesk"
LANGUAGES = ("sw", "fr", "ru", "bs")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "mark": None}
PLURALS = {
    "sw": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "bs": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}
FIELDS = re.compile(r"\{[^{}]*\}")


def source() -> Catalog:
    """Every text of the program, with where it is used."""
    found = Catalog(project="GE Desk", charset="utf-8", fuzzy=False)
    package = ROOT / "gedesk"
    for name, line, texts, comments, context in extract_from_dir(
        package, method_map=[("**.py", "python")], options_map={}, keywords=KEYWORDS, comment_tags=("Translators:",)
    ):
        if texts and texts != ("", ""):
            found.add(texts, None, [(f"gedesk/{name}", line)], auto_comments=comments, context=context)
    return found


def path(language: str, suffix: str = "po") -> Path:
    """Where a language's catalogue is."""
    return FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"


def load(language: str) -> Catalog:
    """A language's catalogue, empty if there is none yet."""
    if not path(language).exists():
        return Catalog(locale=language, project="GE Desk", charset="utf-8", fuzzy=False)
    with path(language).open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def text_of(catalogue: Catalog) -> bytes:
    """A catalogue as a .po file; without dates and line numbers, so that it changes only when its texts do."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, sort_output=True, omit_header=True, include_lineno=False)
    header = (
        f'msgid ""\nmsgstr ""\n"Project-Id-Version: GE Desk\\n"\n"Language: {catalogue.locale}\\n"\n'
        f'"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {PLURALS[str(catalogue.locale)]}\\n"\n\n'
    )
    return header.encode() + out.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """A catalogue as a .mo file."""
    out = io.BytesIO()
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)  # the same texts, the same file
    write_mo(out, catalogue)
    return out.getvalue()


def extract() -> None:
    """Brings the .po files up to date with the source."""
    template = source()
    for language in LANGUAGES:
        catalogue = load(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path(language).parent.mkdir(parents=True, exist_ok=True)
        path(language).write_bytes(text_of(catalogue))


def compile_all() -> None:
    """Makes the catalogues the program reads."""
    for language in LANGUAGES:
        path(language, "mo").write_bytes(compiled(load(language)))


def check() -> list[str]:
    """What is wrong; empty when all is well."""
    template = source()
    wrong = list(_uncollected())
    for language in LANGUAGES:
        catalogue = load(language)
        for message in template:
            if message.id:
                wrong.extend(f"{language}: {fault}" for fault in _faults(message, catalogue.get(message.id, message.context)))
        if not path(language, "mo").exists() or path(language, "mo").read_bytes() != compiled(catalogue):
            wrong.append(f"{language}: the compiled catalogue is not that of the .po file; run “compile”")
    return wrong


def _uncollected() -> Iterator[str]:
    """Texts inside f-strings: what collects texts does not see them before Python 3.12."""
    for file in sorted((ROOT / "gedesk").rglob("*.py")):
        for outer in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(outer, ast.JoinedStr):
                continue
            for call in ast.walk(outer):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in KEYWORDS:
                    yield f"inside an f-string: {ast.unparse(call)} ({file.relative_to(ROOT)}:{call.lineno})"


def _faults(wanted: Message, given: Message | None) -> Iterator[str]:
    shown = wanted.id if isinstance(wanted.id, str) else wanted.id[0]
    where = sorted({name for name, _line in wanted.locations})
    texts = [] if given is None else [given.string] if isinstance(given.string, str) else list(given.string)
    if not texts or not all(texts):
        yield f"missing: {shown!r} ({where[0]})"
        return
    if given is not None and given.fuzzy:
        yield f"fuzzy: {shown!r}"
    allowed = [sorted(FIELDS.findall(one)) for one in ([wanted.id] if isinstance(wanted.id, str) else wanted.id)]
    for text in texts:
        if sorted(FIELDS.findall(text)) not in allowed:
            yield f"placeholders differ: {shown!r} → {text!r}"


def main() -> int:
    """Runs one of the three."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("action", choices=("extract", "compile", "check"))
    action = parser.parse_args().action
    if action == "extract":
        extract()
    elif action == "compile":
        compile_all()
    else:
        wrong = check()
        print("\n".join(wrong) if wrong else "Translations are complete.")
        return 1 if wrong else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
