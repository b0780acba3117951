"""The export dialog: formats and their options as fields, and the pages they give, before anything is written."""
