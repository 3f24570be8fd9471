"""What is known beforehand: entities with their names and ids, offices with their dates, head words of classes."""

from kg.knowledge.headwords import HeadWords, load_head_words
from kg.knowledge.tables import load_knowledge
from kg.knowledge.values import Knowledge, KnownEntity, Office, normalise

__all__ = ["HeadWords", "Knowledge", "KnownEntity", "Office", "load_head_words", "load_knowledge", "normalise"]
