"""Names of kinds, fields and codes in the five languages, with the headings people use for them in workbooks."""

from __future__ import annotations

from dataclasses import dataclass, field

from gedesk import i18n


@dataclass(frozen=True, slots=True)
class Names:
    """In each language the label first, then other headings for the same thing, parted by `|`.

    The label is what forms, lists and templates print.  All of them are recognised as workbook headings.
    """

    en: str
    sw: str
    fr: str
    ru: str
    bs: str
    _parted: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for language in i18n.LANGUAGES:
            parts = tuple(part.strip() for part in getattr(self, language).split("|") if part.strip())
            if not parts:
                raise ValueError(f"no {language} label in {self}")
            self._parted[language] = parts

    def label(self, language: str | None = None) -> str:
        """The label in `language`, or in the one in use."""
        return self._parted[language or i18n.current()][0]

    def headings(self, language: str) -> tuple[str, ...]:
        """Label and aliases in one language, label first."""
        return self._parted[language]
