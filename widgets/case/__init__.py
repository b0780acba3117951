"""The case in money below the map: the sheet as it prints, and the derivation of each of its figures."""
