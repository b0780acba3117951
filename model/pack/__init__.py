"""The committee's pack of a blueprint: what analysis finds, put into chapters in the order of a decision."""
