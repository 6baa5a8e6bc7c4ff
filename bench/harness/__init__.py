"""Measures Punchlist beside the limit, its origin and itself without its ORM."""
