"""The state of a record: a pure fold over the set of its changes, in which neither order nor repetition matters.

Per field (and per entry of a map field) the *siblings* are the values that no known change replaced knowingly.  One, or
several equal ones: the value.  Several different ones: a conflict, in which the greatest (stamp, hash) is shown until a
person decides; deciding is an ordinary change whose base names all siblings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from gesync.change import Base
from gesync.values import DELETED, Patch, Scalar, pack

Key = int | tuple[int, str]
"""A field, or a field and an entry of its map."""
Folded = tuple[bytes, int, Patch, Base]
"""What folding needs of a change: hash, stamp, patch ({} when erased), base."""


class Sibling(NamedTuple):
    """One value that nobody replaced knowingly, with the change that wrote it."""

    hash: bytes
    hlc: int
    value: Scalar


class FieldState(NamedTuple):
    """The siblings of one field or entry, greatest (stamp, hash) first; never empty."""

    siblings: tuple[Sibling, ...]
    entry: bool = False  # of a map field

    @property
    def value(self) -> Scalar:
        """The value to show; in a conflict provisionally that of the greatest sibling."""
        if self._is_set():
            return True if any(sibling.value is True for sibling in self.siblings) else self.siblings[0].value
        return self.siblings[0].value

    @property
    def conflict(self) -> bool:
        """Whether there are several siblings with more than one distinct value."""
        if len(self.siblings) < 2 or self._is_set():
            return False
        return len({pack(sibling.value) for sibling in self.siblings}) > 1

    def _is_set(self) -> bool:
        """Entries that hold only True, False or None are members of a set, where adding wins over removing."""
        return self.entry and all(type(s.value) is bool or s.value is None for s in self.siblings)


def fold(changes: Iterable[Folded]) -> dict[Key, FieldState]:
    """The state of one record from all its known changes, in any order and however often each is given."""
    known = list(changes)
    state: dict[Key, FieldState] = {}
    new = tuple.__new__
    if len(known) == 1:
        digest, hlc, patch, _base = known[0]
        for field, value in patch.items():
            if type(value) is dict:
                for entry, scalar in value.items():
                    state[field, entry] = new(FieldState, ((new(Sibling, (digest, hlc, scalar)),), True))
            else:
                state[field] = new(FieldState, ((new(Sibling, (digest, hlc, value)),), False))
        return state
    replaced = _replaced(known)
    values: dict[Key, dict[bytes, Sibling]] = {}
    for digest, hlc, patch, _base in known:
        for field, value in patch.items():
            if type(value) is dict:
                for entry, scalar in value.items():
                    key = (field, entry)
                    if key not in replaced or digest not in replaced[key]:
                        standing = new(Sibling, (digest, hlc, scalar))
                        if key in values:
                            values[key][digest] = standing
                        else:
                            values[key] = {digest: standing}
            elif field not in replaced or digest not in replaced[field]:
                standing = new(Sibling, (digest, hlc, value))
                if field in values:
                    values[field][digest] = standing
                else:
                    values[field] = {digest: standing}
    for at, siblings in values.items():
        ordered = siblings.values() if len(siblings) == 1 else sorted(siblings.values(), key=_greatness, reverse=True)
        state[at] = new(FieldState, (tuple(ordered), type(at) is tuple))
    return state


def base_of(states: Mapping[Key, FieldState], patch: Patch) -> Base:
    """The base of a change that writes `patch` on top of `states`: what its author has in front of them.

    A change that writes the field "deleted" names under that field the siblings of *every* field, so that an edit which
    its author had not seen can be told from those they had.
    """
    base: Base = {}
    for field, value in patch.items():
        if field == DELETED:
            seen = frontier(states)
            if seen:
                base[field] = seen
        elif isinstance(value, dict):
            entries = {
                entry: sorted(sibling.hash for sibling in states[field, entry].siblings)
                for entry in value
                if (field, entry) in states
            }
            if entries:
                base[field] = entries
        elif field in states:
            base[field] = sorted(sibling.hash for sibling in states[field].siblings)
    return base


def frontier(states: Mapping[Key, FieldState]) -> list[bytes]:
    """The hashes of all siblings of all fields, ascending."""
    return sorted({sibling.hash for state in states.values() for sibling in state.siblings})


def delete_conflict(
    changes: Iterable[Folded], states: Mapping[Key, FieldState] | None = None
) -> tuple[Sibling, ...]:
    """The values written to a removed record by people who did not know of its removal; empty when there are none.

    `states` is the fold of the same changes, if the caller has it.

    Those are siblings of other fields that no deleting sibling's base names (under whichever field) and that the
    deleting change did not write itself.  One deletion that saw them all is enough to settle the matter.
    """
    known = list(changes)
    if len(known) < 2:
        return ()
    if states is None:
        states = fold(known)
    deleted = states.get(DELETED)
    if deleted is None or deleted.value is not True:
        return ()
    by_hash: dict[bytes, Base] = {change[0]: change[3] for change in known}
    seen: set[bytes] = set()
    for sibling in deleted.siblings:
        if sibling.value is True:
            seen.add(sibling.hash)
            seen.update(_named(by_hash[sibling.hash]))
    unseen = {
        sibling
        for key, state in states.items()
        if key != DELETED
        for sibling in state.siblings
        if sibling.hash not in seen
    }
    return tuple(sorted(unseen, key=_order, reverse=True))


def _replaced(known: Iterable[Folded]) -> dict[Key, set[bytes]]:
    """Per key the hashes whose values somebody replaced knowingly.

    A base may name fields that its patch does not write; that says "seen" and replaces nothing.  Of an erased payload
    nobody knows which fields it wrote, so all that its base names stays replaced.
    """
    replaced: dict[Key, set[bytes]] = {}
    for _digest, _hlc, patch, base in known:
        for field, seen in base.items():
            written: Any = patch.get(field, patch)  # the patch itself stands for "not written"
            if isinstance(seen, dict):
                for entry, refs in seen.items():
                    if not patch or (isinstance(written, dict) and written is not patch and entry in written):
                        replaced.setdefault((field, entry), set()).update(refs)
            elif not patch or not isinstance(written, dict):
                replaced.setdefault(field, set()).update(seen)
    return replaced


def _named(base: Base) -> Iterable[bytes]:
    for seen in base.values():
        if isinstance(seen, dict):
            for refs in seen.values():
                yield from refs
        else:
            yield from seen


def _greatness(sibling: Sibling) -> tuple[int, bytes]:
    return sibling.hlc, sibling.hash


def _order(sibling: Sibling) -> tuple[Any, ...]:
    return sibling.hlc, sibling.hash, pack(sibling.value)
