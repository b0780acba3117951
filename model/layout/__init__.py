"""Layout: pure arithmetic from a document to a `Drawing`; devices only play it."""
