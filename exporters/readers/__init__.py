"""Readers, one module a format: each yields a document or a Change to the open one, and always a report."""
