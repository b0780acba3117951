"""The checks of domain section 5: rules, each a small function over shared facts, and the running of them."""
