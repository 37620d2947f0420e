"""Tickets: opened once, carried through their lifecycle under a promise, told as a timeline, resolved, rated."""
