"""Relations and events: cues and their slots, rules, constructions, and the learned pair classifier."""
