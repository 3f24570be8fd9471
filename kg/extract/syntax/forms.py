"""Verb forms that the stock pipeline does not know, told to it as `kg:pastForm` of `lexicon.ttl` has them."""

from __future__ import annotations

from spacy.language import Language
from spacy.pipeline import AttributeRuler

from kg.extract.relations.lexicon import FILE, LEX
from kg.ontology import Ontology

RULER = "attribute_ruler"


def teach(nlp: Language, ontology: Ontology) -> None:
    """Have each form read as the past tense of its verb; a pipeline without an attribute ruler stays as it is."""
    if RULER not in nlp.pipe_names:
        return
    ruler = nlp.get_pipe(RULER)
    assert isinstance(ruler, AttributeRuler)
    for entry in sorted(map(str, ontology.file(FILE).objects(None, LEX.pastForm))):
        form, lemma = entry.split()
        ruler.add([[{"LOWER": form}]], {"TAG": "VBD", "POS": "VERB", "LEMMA": lemma})
