"""Registers as tables beside the map."""
