"""The two kinds of errors.

A `KnownError` is the world's fault: a bad file, a locked store, a wrong value.  It is told to the user with a way
on and maps to a stable exit code.  Anything else that escapes is our bug: it goes to the crash reporter and ends
the command line with exit code 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of the command line.  Stable: headquarters' scripts test them."""

    DONE = 0
    BUG = 1
    USAGE = 2
    INPUT = 3
    SECURITY = 4
    NEWER = 5
    BUSY = 6
    DECISION = 7


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in an input: where it is, what is wrong, what to do next."""

    code: str
    message: str
    where: str = ""
    value: object = None


class KnownError(Exception):
    """What happened in a sentence, and what to do next.

    `problems` lists every single fault when there are several (validation, workbooks).
    """

    exit = Exit.INPUT

    def __init__(self, message: str, *, advice: str = "", problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.problems = tuple(problems)


class UsageError(KnownError):
    """The call itself is off: an unknown kind, field, option or record."""

    exit = Exit.USAGE


class InvalidInput(KnownError):
    """Values or a file that cannot be accepted as they are."""

    exit = Exit.INPUT


class NotFound(InvalidInput):
    """A record, file or operation that is named but does not exist here."""


class SecurityRefusal(KnownError):
    """Signature, recipient, tampering or limits: nothing was applied."""

    exit = Exit.SECURITY


class PassphraseRefused(SecurityRefusal):
    """What was typed does not open the file or the keys."""


class MadeByNewer(KnownError):
    """A store, bundle or pack written by a later version; the message says which to install."""

    exit = Exit.NEWER


class Busy(KnownError):
    """Somebody else holds the store or file; the message says who."""

    exit = Exit.BUSY


class DecisionNeeded(KnownError):
    """A question only a person can answer stands open."""

    exit = Exit.DECISION
