"""Findings: the checks run beside the window, and the panel that lists what they find."""
