"""Names: finding those of known entities, and when two names can be one."""
