"""The type of what reads and transactions hand around; services pass it on and do not look inside."""

from sqlalchemy import Connection

__all__ = ["Connection"]
