"""Output formats, one a module, each with the same function `write`."""
