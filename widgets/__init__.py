"""The window: canvas, panels and dialogs, thin adapters from the model to Qt."""
