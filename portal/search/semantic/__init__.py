"""Search by meaning, an extra: vectors of passages, made in the background and used where they are there."""
