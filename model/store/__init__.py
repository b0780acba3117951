"""The document file, the private working copy with its journal, and the locks of both."""
