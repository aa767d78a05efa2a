"""Makes the vectors; see ../generate.py."""
