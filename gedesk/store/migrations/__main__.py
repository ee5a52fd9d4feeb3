"""Prints the declared schema as a script."""

from gedesk.store.migrations import declared

if __name__ == "__main__":
    print("\n\n".join(declared()))
