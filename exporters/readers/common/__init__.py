"""What readers of drawn maps share: bounded XML, what was found, steps from places, records from all that."""
