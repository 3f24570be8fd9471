"""Data preparation, training, export and model card of the weights that ship with security-kg."""
