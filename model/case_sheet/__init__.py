"""The case sheet of a blueprint: what analysis finds, put into panels, and laid out for every device alike."""
