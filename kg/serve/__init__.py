"""SPARQL 1.1 Protocol and the live pages over a store."""
