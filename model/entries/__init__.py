"""Registers as tables: which there are, their columns, their words, and what is typed or pasted into them."""
