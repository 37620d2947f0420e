"""The forms of the desk: what is well-formed; what is allowed is for the verbs."""
