"""The only place that knows spaCy: from a Document to Facts."""
