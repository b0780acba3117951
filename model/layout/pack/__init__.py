"""The committee's pack on pages: blocks of words, tables, charts and maps, broken over leaves of A4 or Letter."""
