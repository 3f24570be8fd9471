"""Which mentions of a Doc refer to one entity, and which entity that is."""
