"""Keeping a blueprint true: trends, review, walk-through, what changed."""
