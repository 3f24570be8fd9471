"""Syntax: from a trigger token to the tokens that fill its functions, through voice, clauses, coordination, light verbs.

Labels are those of spaCy's English dependency scheme (ClearNLP). Functions are those that
`ontology/lexicon.ttl` explains at its head; a word that is none of FUNCTIONS is a preposition.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kg.extract.lexicon import Lexicon

FUNCTIONS = frozenset(
    {"subject", "object", "indirect object", "possessive", "modifier", "bearer", "participant", "clause subject", "undergoer"}
)
# For nouns these only say who may be meant, and give way to a possessor, modifier or prepositional phrase.
IMPLICIT = frozenset({"subject", "participant", "clause subject"})
MAX_CLIMB = 6
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
LEFT_MODIFIERS = frozenset({"compound", "amod", "nmod", "npadvmod", "nummod", "quantmod"})
DETERMINING = LEFT_MODIFIERS | {"poss", "det"}
RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$"})
COMPLEMENTS = frozenset({"prt", "acomp", "oprd", "dobj"})
COPULAR_LINKS = frozenset({"attr", "oprd"})
SHARED, CONTROLLED, SUPPORTED, DISTANT = 0.95, 0.85, 0.9, 0.8


@dataclass(frozen=True, slots=True)
class Filler:
    """A token that fills a function; `weight` (0 to 1) says how sure the path to it is."""

    token: Token
    weight: float

    def weaker(self, factor: float) -> Filler:
        """The same token by a less sure path."""
        return Filler(self.token, self.weight * factor)


class Syntax:
    """Reads functions of triggers; the word lists that it needs come from the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def fillers(self, trigger: Token, function: str) -> list[Filler]:
        """The tokens that fill `function` of `trigger`, conjuncts included, in text order, each once."""
        best: dict[int, Filler] = {}
        for filler in self._heads(trigger, function):
            for token in _members(trigger, function, filler.token):
                weight = filler.weight * (1.0 if token.i == filler.token.i else SHARED)
                if token.i != trigger.i or function == "bearer":
                    found = best.get(token.i)
                    if found is None or found.weight < weight:
                        best[token.i] = Filler(token, weight)
        return [best[i] for i in sorted(best)]

    def _heads(self, trigger: Token, function: str) -> Iterator[Filler]:
        nominal = is_noun(trigger)
        match function:
            case "subject":
                yield from self._carrier_subject(trigger) if nominal else self._verb_agents(trigger)
            case "object":
                yield from self._verb_patients(trigger)
            case "indirect object":
                yield from _recipients(trigger)
            case "possessive":
                yield from _possessors(trigger)
            case "modifier":
                yield from _modifiers(trigger)
            case "bearer":
                yield from _bearers(trigger)
            case "participant":
                yield from self._participants(trigger)
            case "clause subject":
                yield from (filler.weaker(DISTANT) for filler in self._governing_subject(trigger))
            case "undergoer":
                yield from self._undergoer(trigger)
            case preposition:
                yield from self._prepositional(trigger, preposition)

    def _verb_agents(self, verb: Token) -> Iterator[Filler]:
        """Who does it: the active subject, or the by-phrase of a passive."""
        if is_passive(verb):
            yield from _by_phrase(verb)
            yield from _hyphenated(verb)
        else:
            yield from self.surface_subject(verb)

    def _verb_patients(self, verb: Token) -> Iterator[Filler]:
        """Whom it is done to: the direct object, the passive's subject, or the noun that a participle modifies."""
        if is_passive(verb):
            yield from self.surface_subject(verb)
            return
        own = [child for child in verb.children if child.dep_ == "dobj"]
        if own:
            yield from (Filler(_antecedent(child, verb), 1.0) for child in own)
        elif _has_gap(verb):
            yield Filler(verb.head, DISTANT)
        else:
            yield from self._shared_object(verb)

    def _shared_object(self, verb: Token) -> Iterator[Filler]:
        """The object of a later conjunct, in 'targeted and killed scores'."""
        for child in verb.children:
            if child.dep_ == "conj" and child.pos_ == "VERB" and not any(t.dep_ == "prep" for t in verb.children):
                for target in child.children:
                    if target.dep_ == "dobj":
                        yield Filler(target, DISTANT)

    def surface_subject(self, verb: Token, depth: int = 0) -> list[Filler]:
        """The grammatical subject of a verb, its own or the one it is understood to have (control, sharing, relatives)."""
        own = [child for child in verb.children if child.dep_ in SUBJECTS]
        if own:
            return [Filler(_antecedent(own[-1], verb), 1.0)]
        if depth >= MAX_CLIMB:
            return []
        head = verb.head
        if verb.dep_ in ("acl", "relcl") and is_noun(head):
            return [Filler(head, 1.0)] if verb.tag_ != "VB" else self._noun_controller(head)
        if verb.dep_ == "amod" and is_noun(head):
            return [Filler(head, 1.0)]
        if verb.dep_ == "conj" and is_verb(head):
            return [filler.weaker(SHARED) for filler in self.surface_subject(head, depth + 1)]
        if verb.dep_ in ("xcomp", "advcl", "ccomp", "dep") and is_verb(head):
            return self._controller(verb, head, depth)
        if verb.dep_ == "pcomp":
            return self._prepositional_controller(head, depth)
        return []

    def _controller(self, verb: Token, head: Token, depth: int) -> list[Filler]:
        """Who controls the missing subject of an infinitive or participle below `head`."""
        if verb.dep_ == "ccomp" and verb.tag_ not in ("VB", "VBG"):
            return []
        objects = [child for child in head.children if child.dep_ == "dobj"]
        if verb.dep_ == "xcomp" and objects and head.lemma_.lower() in self.lexicon.object_control:
            return [Filler(child, CONTROLLED) for child in objects]
        return [filler.weaker(CONTROLLED) for filler in self.surface_subject(head, depth + 1)]

    def _prepositional_controller(self, preposition: Token, depth: int) -> list[Filler]:
        """The missing subject of a gerund after a preposition: 'accused Iran of arming', 'after shelling'."""
        governor = preposition.head
        if is_noun(governor):
            return self._noun_controller(governor)
        if not is_verb(governor):
            return []
        objects = [child for child in governor.children if child.dep_ == "dobj"]
        if objects and governor.lemma_.lower() in self.lexicon.object_control:
            return [Filler(child, CONTROLLED) for child in objects]
        return [filler.weaker(CONTROLLED) for filler in self.surface_subject(governor, depth + 1)]

    def _noun_controller(self, noun: Token) -> list[Filler]:
        """Whose plan, effort or decision an infinitive depends on: the noun's possessor or its verb's subject."""
        owners = [*_possessors(noun), *_modifiers(noun)]
        if owners and not all(filler.token.pos_ == "PRON" for filler in owners):
            return [filler.weaker(CONTROLLED) for filler in owners]
        return [filler.weaker(DISTANT) for filler in (*owners, *self._governing_subject(noun))]

    def _governing_subject(self, noun: Token) -> list[Filler]:
        """The subject of the verb that a noun is an object of, through prepositions ('began an effort to')."""
        governor = noun.head
        if governor.dep_ == "prep":
            governor = governor.head
        return self.surface_subject(governor) if is_verb(governor) and noun.dep_ not in SUBJECTS else []

    def _participants(self, noun: Token) -> Iterator[Filler]:
        """Whom a noun in a prepositional phrase concerns: the noun, the object, or else the subject that it modifies."""
        preposition = noun.head
        if noun.dep_ != "pobj" or preposition.pos_ not in ("ADP", "SCONJ"):
            return
        while preposition.dep_ == "conj":
            preposition = preposition.head
        host = preposition.head
        objects = [host] if is_noun(host) else [child for child in host.children if child.dep_ == "dobj"]
        for token in objects:
            yield Filler(token, SHARED)
            yield from (Filler(target, SHARED) for target in _earlier_objects(token, preposition))
        if not objects:
            verb = host.head if host.dep_ == "acomp" else host
            yield from (filler.weaker(DISTANT) for filler in self._carried(verb))

    def _carried(self, verb: Token) -> list[Filler]:
        """The subject of a verb, or for a participle that modifies a light verb's noun, that verb's subject."""
        if verb.dep_ == "acl" and is_noun(verb.head):
            carrier = self.support_verb(verb.head)
            return self.surface_subject(carrier) if carrier is not None else []
        return self.surface_subject(verb) if is_verb(verb) else []

    def _carrier_subject(self, noun: Token) -> Iterator[Filler]:
        """The doer of an event noun by the light verb that carries it."""
        verb = self.support_verb(noun)
        if verb is not None:
            yield from (filler.weaker(SUPPORTED) for filler in self._verb_agents(verb))

    def _undergoer(self, noun: Token) -> Iterator[Filler]:
        """The subject of a verb of suffering whose object, or a conjunct of it, the noun is: 'villagers face air strikes'."""
        while noun.dep_ == "conj":
            if noun.head.lemma_.lower() in self.lexicon.undergo_verbs:
                yield from (filler.weaker(DISTANT) for filler in self.surface_subject(noun.head))
                return
            noun = noun.head
        verb = noun.head.head if noun.dep_ == "pobj" else noun.head
        if noun.dep_ in ("dobj", "pobj") and verb.lemma_.lower() in self.lexicon.undergo_verbs:
            yield from (filler.weaker(SUPPORTED) for filler in self.surface_subject(verb))

    def support_verb(self, noun: Token) -> Token | None:
        """The light verb whose object (or passive subject, or preposition's object) the noun is, else None."""
        governor = noun.head
        if noun.dep_ == "conj" and is_noun(governor):
            return self.support_verb(governor) if governor.dep_ != "conj" else None
        if noun.dep_ == "pobj" and governor.dep_ == "prep":
            governor = governor.head
        elif noun.dep_ in ("acl", "relcl"):
            return None
        if noun.dep_ in ("dobj", "nsubjpass", "pobj") and is_verb(governor) and self._supports(governor):
            return governor
        return self._relative_support(noun)

    def _relative_support(self, noun: Token) -> Token | None:
        """The light verb in 'an air strike carried out by', 'the raid that they conducted'."""
        for child in noun.children:
            if child.dep_ in ("acl", "relcl") and is_verb(child) and self._supports(child):
                return child
        return None

    def _supports(self, verb: Token) -> bool:
        return any(key in self.lexicon.support_verbs for key in verb_keys(verb))

    def _prepositional(self, trigger: Token, preposition: str) -> Iterator[Filler]:
        yield from self._stranded(trigger, preposition)
        for token in _governors(trigger):
            for filler in _objects_of(token, preposition):
                yield filler if token.i == trigger.i else filler.weaker(DISTANT)
        verb = self.support_verb(trigger) if is_noun(trigger) else None
        if verb is not None:
            yield from (filler.weaker(SUPPORTED) for filler in _objects_of(verb, preposition))
        elif not is_noun(trigger):
            yield from _fronted(trigger, preposition)
        if preposition in self.lexicon.loose_prepositions:
            yield from _loose_objects(verb or trigger, preposition)

    def _stranded(self, verb: Token, preposition: str) -> Iterator[Filler]:
        """The passive subject that a preposition left without object refers to: 'policemen were fired on'."""
        for child in verb.children:
            if child.lower_ == preposition and child.dep_ in ("prep", "prt") and not any(True for _ in child.children):
                if is_passive(verb):
                    yield from self.surface_subject(verb)

    def alternatives(self, token: Token) -> Iterator[Filler]:
        """Tokens that a noun phrase stands for: 'dozens of fighters', an apposition, 'groups including X'."""
        if token.lemma_.lower() in self.lexicon.transparent_nouns:
            yield from _objects_of(token, "of")
        yield from (Filler(child, SHARED) for child in token.children if child.dep_ == "appos")

    def examples(self, token: Token) -> Iterator[Token]:
        """What a noun phrase names as its examples: 'allies including Hezbollah and Iran'."""
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in self.lexicon.exemplifiers:
                for target in child.children:
                    if target.dep_ == "pobj":
                        yield from coordinated(target)


def _members(trigger: Token, function: str, token: Token) -> list[Token]:
    """The coordinated tokens that share a function; a singular title is said of one name only."""
    alone = function == "bearer" and trigger.tag_ not in ("NNS", "NNPS")
    return [token] if alone else coordinated(token)


def _earlier_objects(noun: Token, before: Token) -> Iterator[Token]:
    """The objects of a noun's prepositional phrases that precede another one: 'support for Chad in the fight'."""
    for child in noun.children:
        if child.dep_ == "prep" and child.i < before.i:
            yield from (target for target in child.children if target.dep_ == "pobj")


def is_noun(token: Token) -> bool:
    """Whether a token is a common or proper noun."""
    return token.pos_ in ("NOUN", "PROPN")


def is_verb(token: Token) -> bool:
    """Whether a token is a verb, auxiliaries and copulas included."""
    return token.pos_ in ("VERB", "AUX")


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive: by its auxiliary or subject, or as a past participle with neither."""
    marks = {child.dep_ for child in verb.children}
    if not marks.isdisjoint({"auxpass", "nsubjpass"}):
        return True
    if verb.dep_ == "conj" and is_verb(verb.head) and not marks & {"nsubj", "aux", "dobj"}:
        return verb.tag_ in ("VBN", "VBD") and is_passive(verb.head)
    if verb.dep_ in ("amod", "acl"):
        return verb.tag_ in ("VBN", "VBD", "JJ") and "dobj" not in marks
    return verb.tag_ == "VBN" and verb.dep_ in ("advcl", "dep", "ROOT") and not marks & {"aux", "nsubj", "dobj"}


def coordinated(token: Token) -> list[Token]:
    """A token and the nouns coordinated below it ('Syria, Iraq and Yemen'), in text order."""
    found = [token]
    for current in found:
        found.extend(child for child in current.children if child.dep_ == "conj" and not is_verb(child))
    return sorted(found, key=lambda entry: entry.i)


def verb_keys(verb: Token) -> list[str]:
    """Forms under which a verb may be listed, the longest first: with particle or complement, then its lemma."""
    lemma = verb.lemma_.lower()
    words = [child.lower_ for child in verb.children if child.dep_ in COMPLEMENTS and child.i > verb.i]
    if not words and verb.i + 1 < len(verb.doc) and verb.nbor().tag_ in ("RP", "IN"):
        words = [verb.nbor().lower_]
    return [*(f"{lemma} {word}" for word in words), lemma]


def _has_gap(verb: Token) -> bool:
    """Whether a relative clause lacks its object: 'the town that rebels hold', but not 'where troops train'."""
    if verb.dep_ != "relcl" or not any(child.dep_ in SUBJECTS and child.tag_ not in RELATIVE_TAGS for child in verb.children):
        return False
    return not any(child.tag_ == "WRB" or (child.dep_ == "prep" and _asks(child)) for child in verb.children)


def _asks(preposition: Token) -> bool:
    """Whether a preposition's object is a relative pronoun ('from which')."""
    return any(child.tag_ in RELATIVE_TAGS for child in preposition.children)


def _antecedent(token: Token, verb: Token) -> Token:
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


def _recipients(verb: Token) -> Iterator[Filler]:
    """The indirect object, bare or after 'to'."""
    for child in verb.children:
        if child.dep_ == "dative":
            targets = [target for target in child.children if target.dep_ == "pobj"] if child.pos_ == "ADP" else [child]
            yield from (Filler(target, 1.0) for target in targets)


def _by_phrase(trigger: Token) -> Iterator[Filler]:
    for child in trigger.children:
        if child.lower_ == "by" and child.dep_ in ("agent", "prep"):
            yield from (Filler(target, 1.0) for target in child.children if target.dep_ == "pobj")


def _hyphenated(participle: Token) -> Iterator[Filler]:
    """The agent written before a hyphen: 'Saudi-led', 'IS-held', 'Beirut-based'."""
    if participle.i >= 2 and participle.nbor(-1).text in ("-", "–", "‑"):
        yield Filler(participle.nbor(-2), 1.0)


def _hosts(noun: Token) -> list[Token]:
    """The nouns whose left modifiers are a noun's own: itself, the name it is a title of, a bare conjunct's first."""
    if noun.dep_ in LEFT_MODIFIERS:
        return [noun, noun.head]
    bare = not any(child.i < noun.i and child.dep_ in DETERMINING for child in noun.children)
    return [noun, noun.head] if noun.dep_ == "conj" and bare and is_noun(noun.head) else [noun]


def _possessors(noun: Token) -> Iterator[Filler]:
    for host in _hosts(noun):
        for child in host.children:
            if child.dep_ == "poss" and child.i < noun.i:
                yield Filler(_antecedent(child, host.head), 1.0 if host.i == noun.i else SHARED)


def _modifiers(noun: Token) -> Iterator[Filler]:
    """Nouns and adjectives before a noun in its phrase, through flat or nested compounds."""
    for host in _hosts(noun):
        stack = [child for child in host.children if child.dep_ in LEFT_MODIFIERS and child.i < noun.i]
        while stack:
            token = stack.pop()
            yield Filler(token, 1.0)
            stack.extend(child for child in token.children if child.dep_ in LEFT_MODIFIERS)


def _bearers(noun: Token) -> Iterator[Filler]:
    """Whom a role noun is said of, the most explicit first: name after a title, apposition, copula, 'as', itself."""
    head = noun.head
    named = [child for child in noun.children if child.dep_ == "appos"]
    if noun.dep_ in LEFT_MODIFIERS and is_noun(head):
        named.append(head)
    if noun.dep_ == "appos" and is_noun(head):
        named.append(head)
    if noun.dep_ in COPULAR_LINKS and is_verb(head):
        named.extend(_said_of(head))
    if noun.dep_ == "pobj" and head.lower_ == "as" and is_verb(head.head):
        named.extend(_said_of(head.head))
    named = [token for token in named if _same_line(token, noun)]
    yield from (Filler(token, 1.0) for token in named)
    if not named:
        yield Filler(noun, 1.0)


def _same_line(one: Token, other: Token) -> bool:
    """Whether no line break stands between two tokens."""
    first, last = sorted((one.i, other.i))
    return not any("\n" in token.text for token in one.doc[first:last])


def _said_of(verb: Token) -> list[Token]:
    """Whom a predicate noun of a verb describes: its object where it has one ('appointed him head'), else its subject."""
    objects = [child for child in verb.children if child.dep_ in ("dobj", "dative") and is_noun(child)]
    return objects or [child for child in verb.children if child.dep_ in SUBJECTS]


def _governors(trigger: Token) -> list[Token]:
    """Where a trigger's prepositional phrases hang: on itself or, misattached or shifted, on its object."""
    if is_noun(trigger):
        return [trigger]
    return [trigger, *(child for child in trigger.children if child.dep_ in ("dobj", "acomp", "prt", "advmod"))]


def _fronted(verb: Token, preposition: str) -> Iterator[Filler]:
    """The object of a preposition that opens a sentence, up to its comma: 'Near Kidal, two strikes destroyed'."""
    opening = next((token for token in verb.sent if token.is_alpha), None)
    if opening is None or opening.lower_ != preposition or opening.i >= verb.i:
        return
    for token in verb.doc[opening.i + 1 : verb.i]:
        if token.text == ",":
            if is_noun(token.nbor(-1)):
                yield Filler(token.nbor(-1), SHARED)
            return


def _loose_objects(trigger: Token, preposition: str) -> Iterator[Filler]:
    """Objects of a preposition that only events take, wherever the parser hung it among nouns below the trigger."""
    stack = [child for child in trigger.children if child.i > trigger.i]
    while stack:
        token = stack.pop()
        if token.dep_ == "prep" and token.lower_ == preposition:
            yield from (Filler(target, DISTANT * DISTANT) for target in token.children if target.dep_ == "pobj")
        elif token.dep_ not in ("relcl", "ccomp", "conj") or not is_verb(token):
            stack.extend(token.children)


def _objects_of(token: Token, preposition: str) -> Iterator[Filler]:
    """Objects of a preposition below a token, also through a chained one ('away from', 'out of')."""
    for child in token.children:
        if child.dep_ in ("prep", "dative", "agent", "prt") and child.lower_ == preposition:
            for target in child.children:
                if target.dep_ in ("pobj", "pcomp") and not is_verb(target):
                    yield Filler(target, 1.0)
        elif child.dep_ == "prep":
            for inner in child.children:
                if inner.dep_ == "prep" and inner.lower_ == preposition and inner.i == child.i + 1:
                    yield from (Filler(target, SHARED) for target in inner.children if target.dep_ == "pobj")
