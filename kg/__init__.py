"""Reads security news into a knowledge graph of sourced, dated, qualified claims."""
