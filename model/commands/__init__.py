"""Pure functions `document -> Change`, one for each act; they ask no rule and make no id."""
