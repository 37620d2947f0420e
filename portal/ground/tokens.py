"""Secrets that travel in links and cookies: made random, kept only as hashes."""

import hashlib
import hmac
import secrets


def new_token() -> str:
    """A secret of 192 random bits, safe in an address."""
    return secrets.token_urlsafe(24)


def hash_token(token: str) -> str:
    """What is stored instead of the token: SHA-256, hexadecimal (the token is random, so no salt is needed)."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed_hash(text: str, key: bytes) -> str:
    """A hash for guessable text (an address, a network, a six-figure code): HMAC-SHA-256 with the portal's key."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
