"""The steps of the import wizard.  They show what the presenter says and tell it what was pressed."""
