"""The graph answers as a person reads them: a heading, a few sentences, rows, and what to show on the map."""
