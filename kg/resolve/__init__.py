"""Who is who across documents: decisions with their reasons, duplicates, and how many sources a relation rests on."""
