"""Bytes: accepted, sniffed, re-encoded, stored, streamed. This room knows no owner."""
