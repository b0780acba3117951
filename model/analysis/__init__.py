"""What a blueprint can answer, computed from the document alone."""
