"""A customer self-service portal with knowledge base: search, ask, track, resolve, publish, rate."""

__version__ = "0.1.0"
