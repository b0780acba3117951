"""The case of a blueprint on a sheet: what failures cost, what the improvements are worth, and how sure that is."""
