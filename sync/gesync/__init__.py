"""Replication by files: changes, their merge, and sealed bundles that carry them.  SPEC.md describes the format."""
