"""One module a format: exporters here, readers in `readers`. No Qt, and none sees another."""
