"""Where quads live: one backend a module, one interface."""
