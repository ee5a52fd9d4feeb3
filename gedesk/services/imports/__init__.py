"""Bringing workbooks in: `session` holds one import together, each other module does one part of it."""
