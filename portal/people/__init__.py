"""People: who they are, how they come in, and the one gate that says who may do what."""
