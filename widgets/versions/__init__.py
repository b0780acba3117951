"""Versions of a document in the window: listed, compared, merged."""
