"""Records as tables for people: what XLSX and CSV have in common, out and in."""
