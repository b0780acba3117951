"""What several formats share: XML text, records as attributes, and where things stand on a drawn map."""
