"""Dependency trees of spaCy's English scheme (ClearNLP): what a token is, and what belongs together in a clause."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

MAX_CLIMB = 6
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
LEFT_MODIFIERS = frozenset({"compound", "amod", "nmod", "npadvmod", "nummod", "quantmod"})
DETERMINING = LEFT_MODIFIERS | {"poss", "det"}
RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$"})
COMPLEMENTS = frozenset({"prt", "acomp", "oprd", "dobj"})
COPULAR_LINKS = frozenset({"attr", "oprd"})
OPEN_CLAUSES = frozenset({"xcomp", "advcl", "ccomp", "dep"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
# Tags of verbs that a tagger gives nouns behind a preposition: 'a series of airstrikes'.
MISTAGGED = frozenset({"VBZ", "VBP", "VB"})
HYPHENS = frozenset({"-", "–", "‑"})


def is_noun(token: Token) -> bool:
    """Whether a token is a noun, by its tag or, where the tagger errs, by its place after a preposition."""
    return token.pos_ in ("NOUN", "PROPN") or (token.dep_ == "pobj" and token.tag_ in MISTAGGED)


def is_definite(noun: Token) -> bool:
    """Whether a noun's determiner says that it is known: 'the', 'this'."""
    return any(child.dep_ == "det" and child.lower_ in DEFINITE for child in noun.children)


def is_bare(noun: Token) -> bool:
    """Whether a noun has no determiner, possessor or modifier of its own."""
    return not any(child.i < noun.i and child.dep_ in DETERMINING for child in noun.children)


def is_verb(token: Token) -> bool:
    """Whether a token is a verb, auxiliaries and copulas included."""
    return token.pos_ in ("VERB", "AUX") and not is_noun(token)


def is_predicate(token: Token) -> bool:
    """Whether a token is an adjective or participle said of a subject: 'is ready to', 'are committed to'."""
    return token.dep_ == "acomp" and is_verb(token.head)


def has_to(verb: Token) -> bool:
    """Whether a verb is an infinitive with 'to'."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def is_nor(verb: Token) -> bool:
    """Whether 'nor' joins a verb to the one before: 'neither confirmed nor denied'."""
    return verb.dep_ == "conj" and any(child.lower_ == "nor" and child.i < verb.i for child in verb.head.children)


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive: by its auxiliary or subject, or as a past participle with neither."""
    marks = {child.dep_ for child in verb.children}
    if not marks.isdisjoint({"auxpass", "nsubjpass"}):
        return True
    if verb.dep_ == "conj" and is_verb(verb.head) and not marks & {"nsubj", "aux"} and not _takes_object(verb):
        return verb.tag_ in ("VBN", "VBD") and is_passive(verb.head)
    if verb.dep_ in ("amod", "acl"):
        return verb.tag_ in ("VBN", "VBD", "JJ") and "dobj" not in marks
    return verb.tag_ == "VBN" and verb.dep_ in ("advcl", "dep", "ROOT") and not marks & {"aux", "nsubj", "dobj"}


def _takes_object(verb: Token) -> bool:
    """Whether an object follows a verb; one after a prepositional phrase belongs to something misread there."""
    after = next((child for child in verb.children if child.i > verb.i and child.dep_ in ("dobj", "prep")), None)
    return after is not None and after.dep_ == "dobj"


def coordinated(token: Token) -> list[Token]:
    """A token and the nouns coordinated below it ('Syria, Iraq and Yemen'), in text order.

    In a list parsers take some for appositions: 'six trucks, two bridges, a crane and a tank', 'Mali, Niger and Chad'.
    """
    found = [token]
    for current in found:
        members = (child for child in current.children if child.dep_ == "conj" or _listed(child))
        found.extend(child for child in members if not is_verb(child))
    return sorted(found, key=lambda entry: entry.i)


def _listed(noun: Token) -> bool:
    """Whether an apposition is rather one more of a list: both are counted, or names, and there are others."""
    if noun.dep_ != "appos":
        return False
    if noun.pos_ == noun.head.pos_ == "PROPN":
        return any(child.dep_ == "conj" for child in noun.children)
    several = noun.head.dep_ in ("conj", "appos") or any(child.dep_ in ("conj", "appos") for child in noun.children)
    return several and _is_counted(noun) and _is_counted(noun.head)


def _is_counted(noun: Token) -> bool:
    """Whether a noun has a number or an indefinite article."""
    return is_indefinite(noun) or any(child.dep_ == "nummod" for child in noun.children if child.i < noun.i)


def is_indefinite(noun: Token) -> bool:
    """Whether a noun has an indefinite article."""
    return any(child.morph.get("Definite", []) == ["Ind"] for child in noun.children if child.i < noun.i)


def verb_keys(verb: Token) -> list[str]:
    """Forms under which a verb may be listed, the longest first: with particle or complement, then its lemma."""
    lemma = verb.lemma_.lower()
    words = [child.lower_ for child in verb.children if child.dep_ in COMPLEMENTS and child.i > verb.i]
    if not words and verb.i + 1 < len(verb.doc) and verb.nbor().tag_ in ("RP", "IN"):
        words = [verb.nbor().lower_]
    return [*(f"{lemma} {word}" for word in words), lemma]


def has_gap(verb: Token) -> bool:
    """Whether a relative clause lacks its object: 'the town that rebels hold', but not 'where troops train'."""
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
    if verb.dep_ != "relcl" or not subjects or subjects[-1].tag_ in RELATIVE_TAGS:
        return False
    return not any(child.tag_ == "WRB" or (child.dep_ == "prep" and _asks(child)) for child in verb.children)


def _asks(preposition: Token) -> bool:
    """Whether a preposition's object is a relative pronoun ('from which')."""
    return any(child.tag_ in RELATIVE_TAGS for child in preposition.children)


def antecedent(token: Token, verb: Token) -> Token:
    """What a relative pronoun stands for, else the token itself."""
    if token.tag_ not in RELATIVE_TAGS:
        return token
    clause = verb
    for _ in range(MAX_CLIMB):
        if clause.dep_ == "relcl":
            return clause.head
        if clause.head.i == clause.i:
            break
        clause = clause.head
    return token


def above(noun: Token) -> Iterator[Token]:
    """The nouns that a noun hangs on through prepositions, the nearest first: 'attacks in the town of Kidal'."""
    while noun.dep_ == "pobj" and is_noun(noun.head.head):
        noun = noun.head.head
        yield noun


def below(noun: Token) -> Iterator[Token]:
    """The nouns that hang on a noun through prepositions, conjuncts included: 'towns of Kidal' and 'Gao' of 'raids'."""
    for child in noun.children:
        if child.dep_ == "prep" or (child.dep_ == "conj" and is_noun(child)):
            for target in coordinated(child) if child.dep_ == "conj" else child.children:
                if is_noun(target):
                    yield target
                    yield from below(target)


def same_line(one: Token, other: Token) -> bool:
    """Whether no line break stands between two tokens."""
    first, last = sorted((one.i, other.i))
    return not any("\n" in token.text for token in one.doc[first:last])
