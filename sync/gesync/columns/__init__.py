"""Changes in columns: the same changes as in the log, laid out so that they compress well and decode fast.

Rows are grouped by shape (kind and set of fields), and each field of a shape is one column.  Hashes are not sent: the
receiver recomputes them, and only the hash of the last change of each run proves that all of them came out right.
What is a reference in a base is sent as a row of the same bundle or as a place (incarnation, sequence) that the receiver
looks up.  SPEC.md has the exact layout.
"""

from gesync.columns.decoding import decode
from gesync.columns.encoding import encode
from gesync.columns.format import MAX_CHANGES, Decoded, Find, Group, Locate, Missing, Place

__all__ = ["MAX_CHANGES", "Decoded", "Find", "Group", "Locate", "Missing", "Place", "decode", "encode"]
