"""The command line: everything the window does with data, for people who automate it.

Names of commands, JSON keys and exit codes are stable.
"""
