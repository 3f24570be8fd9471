"""Mentions: what the span model reads, merged with known names and completed."""
