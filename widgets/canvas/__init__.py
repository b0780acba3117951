"""The canvas: tiles that play a `Drawing`, tools that turn gestures into acts of the editor."""
