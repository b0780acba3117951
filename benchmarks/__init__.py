"""Measurements, each beside its floor from the same run (`make bench`)."""
