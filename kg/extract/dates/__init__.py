"""Time: temporal expressions, what they denote, and which event each one dates."""
