"""GE Desk: offline-first desktop application for localising Generation Equality commitments."""

__version__ = "0.1.0"
