"""Syntax shared by the readers: trees, phrases, sentences, and what fills a trigger's functions."""
