"""Syntax: from a trigger to what fills its functions, through voice, clauses, control, coordination and light verbs.

Functions are those that `ontology/lexicon.ttl` explains at its head, or else prepositions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from spacy.tokens import Token

from kg.extract.relations.lexicon import Lexicon
from kg.extract.syntax.phrases import (
    DISTANT,
    SHARED,
    Filler,
    bearers,
    by_phrase,
    chained,
    earlier_objects,
    following,
    fronted,
    governors,
    hyphenated,
    loose_objects,
    modifiers,
    objects_of,
    possessors,
    raised_objects,
    recipients,
)
from kg.extract.syntax.tree import (
    COPULAR_LINKS,
    LEFT_MODIFIERS,
    MAX_CLIMB,
    OPEN_CLAUSES,
    SUBJECTS,
    antecedent,
    below,
    coordinated,
    has_gap,
    is_bare,
    is_noun,
    is_passive,
    is_predicate,
    is_verb,
    verb_keys,
)

# For nouns these only say who may be meant, and give way to a possessor, modifier or prepositional phrase.
IMPLICIT = frozenset({"subject", "participant", "clause subject", "clause doer"})
CONTROLLED, SUPPORTED = 0.85, 0.9


class Syntax:
    """Reads functions of triggers; the word lists that it needs come from the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.readers: dict[str, Callable[[Token], Iterable[Filler]]] = {
            "subject": self._subjects,
            "object": self._verb_patients,
            "indirect object": recipients,
            "possessive": possessors,
            "modifier": modifiers,
            "bearer": self._bearers,
            "participant": self._participants,
            "clause subject": self._clause_subject,
            "clause doer": self._clause_doer,
            "undergoer": self._undergoer,
            "receiver": self._receiver,
        }

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
        reader = self.readers.get(function)
        yield from reader(trigger) if reader is not None else self._prepositional(trigger, function)

    def _subjects(self, trigger: Token) -> Iterator[Filler]:
        """Who does it: of a noun, by the light verb that carries it."""
        yield from self._carrier_subject(trigger) if is_noun(trigger) else self._verb_agents(trigger)

    def _clause_subject(self, noun: Token) -> Iterator[Filler]:
        yield from (filler.weaker(DISTANT) for filler in self._governing_subject(noun))

    def _clause_doer(self, noun: Token) -> Iterator[Filler]:
        """The doer in the clause that a noun is in, that of a passive included: 'seized by the army with help from'."""
        verb = self._governor(noun)
        if verb is not None:
            yield from (filler.weaker(DISTANT) for filler in self._verb_agents(verb))

    def _bearers(self, noun: Token) -> Iterator[Filler]:
        """Whom a role noun is said of, the understood subject of its verb included: 'denied being a member'."""
        explicit = list(bearers(noun))
        alone = all(filler.token.i == noun.i for filler in explicit)
        copula = noun.head if noun.dep_ in COPULAR_LINKS and is_verb(noun.head) else None
        if alone and copula is not None and not any(child.dep_ == "expl" for child in copula.children):
            explicit = self.surface_subject(copula) or explicit
        yield from explicit

    def _verb_agents(self, verb: Token) -> Iterator[Filler]:
        """Who does it: the active subject, or the by-phrase of a passive."""
        if is_passive(verb):
            yield from by_phrase(verb)
            yield from hyphenated(verb)
        else:
            yield from self.surface_subject(verb)

    def _verb_patients(self, verb: Token) -> Iterator[Filler]:
        """Whom it is done to: the direct object, the passive's subject, or the noun that a participle modifies."""
        if is_passive(verb):
            yield from self.surface_subject(verb)
            return
        own = [child for child in verb.children if child.dep_ == "dobj"]
        if own:
            yield from (Filler(antecedent(child, verb), 1.0) for child in own)
        elif has_gap(verb):
            yield Filler(verb.head, DISTANT)
        else:
            yield from raised_objects(verb)
            yield from self._shared_object(verb)

    def _shared_object(self, verb: Token) -> Iterator[Filler]:
        """The object of a later conjunct, in 'targeted and killed scores'."""
        for child in verb.children:
            if child.dep_ == "conj" and child.pos_ == "VERB" and not any(t.dep_ == "prep" for t in verb.children):
                for target in child.children:
                    if target.dep_ == "dobj":
                        yield Filler(target, DISTANT)

    def surface_subject(self, verb: Token, depth: int = 0) -> list[Filler]:
        """The grammatical subject of a verb, its own or the one it is understood to have."""
        own = [child for child in verb.children if child.dep_ in SUBJECTS]
        if own:
            return [Filler(antecedent(own[-1], verb), 1.0)]
        return self._understood(verb, depth) if depth < MAX_CLIMB else []

    def _understood(self, verb: Token, depth: int) -> list[Filler]:
        """The subject of a verb without one: what it modifies, shares with a conjunct, or is controlled by."""
        head = verb.head
        if is_noun(head) and verb.dep_ in ("acl", "relcl", "amod"):
            own = Filler(head, CONTROLLED if verb.tag_ == "VB" else 1.0)  # 'a coalition to fight', 'Chad's plan to'
            return [own, *(self._noun_controller(head) if verb.tag_ == "VB" else [])]
        if verb.dep_ == "pcomp":
            return self._prepositional_controller(head, depth)
        if is_predicate(head):
            return [filler.weaker(CONTROLLED) for filler in self.surface_subject(head.head, depth + 1)]
        if not is_verb(head):
            return []
        if verb.dep_ == "conj":
            return [filler.weaker(SHARED) for filler in self.surface_subject(head, depth + 1)]
        return self._controller(verb, head, depth) if verb.dep_ in OPEN_CLAUSES else []

    def _controller(self, verb: Token, head: Token, depth: int) -> list[Filler]:
        """Who controls the missing subject of an infinitive or participle below `head`."""
        if verb.dep_ == "ccomp" and verb.tag_ not in ("VB", "VBG"):
            return []
        objects = [child for child in head.children if child.dep_ == "dobj"]
        purpose = verb.dep_ == "xcomp" or (verb.dep_ == "advcl" and verb.tag_ == "VB" and verb.i > head.i)
        if purpose and objects and head.lemma_.lower() in self.lexicon.object_control:
            return [Filler(child, CONTROLLED) for child in objects]
        return [filler.weaker(CONTROLLED) for filler in self.surface_subject(head, depth + 1)]

    def _prepositional_controller(self, preposition: Token, depth: int) -> list[Filler]:
        """The missing subject of a gerund after a preposition: 'accused Iran of arming', 'after shelling'."""
        governor = preposition.head.head if is_predicate(preposition.head) else preposition.head
        if is_noun(governor):
            return self._noun_controller(governor)
        if not is_verb(governor):
            return []
        objects = [child for child in governor.children if child.dep_ == "dobj"]
        passed_on = preposition.lower_ in self.lexicon.control_prepositions
        if objects and passed_on and governor.lemma_.lower() in self.lexicon.object_control:
            return [Filler(child, CONTROLLED) for child in objects]
        return [filler.weaker(CONTROLLED) for filler in self.surface_subject(governor, depth + 1)]

    def _noun_controller(self, noun: Token) -> list[Filler]:
        """Whose plan, effort or decision an infinitive depends on: the noun's possessor or its verb's subject."""
        owners = [*possessors(noun), *modifiers(noun)]
        if owners and not all(filler.token.pos_ == "PRON" for filler in owners):
            return [filler.weaker(CONTROLLED) for filler in owners]
        return [filler.weaker(DISTANT) for filler in (*owners, *self._governing_subject(noun))]

    def _governing_subject(self, noun: Token) -> list[Filler]:
        """The subject of the verb that a noun is an object of, through prepositions ('began an effort to')."""
        verb = self._governor(noun)
        return self.surface_subject(verb) if verb is not None else []

    def _governor(self, noun: Token) -> Token | None:
        """The verb that a noun is an object of, through prepositions; None for its subject."""
        governor = noun.head.head if noun.head.dep_ == "prep" else noun.head
        return governor if is_verb(governor) and noun.dep_ not in SUBJECTS else None

    def _participants(self, noun: Token) -> Iterator[Filler]:
        """Whom a noun in a prepositional phrase concerns: what the phrase modifies, an object, or else the subject."""
        preposition = noun.head
        if noun.dep_ != "pobj" or preposition.pos_ not in ("ADP", "SCONJ"):
            return
        while preposition.dep_ == "conj":
            preposition = preposition.head
        host = preposition.head
        objects = [host] if is_noun(host) else [child for child in host.children if child.dep_ == "dobj"]
        for token in objects:
            yield Filler(token, SHARED)
            yield from (Filler(target, SHARED) for target in earlier_objects(token, preposition))
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
        """The doer of an event noun by the light verb that carries it, or whom a verb blames for it."""
        verb = self.support_verb(noun)
        doers = self._verb_agents(verb) if verb is not None else self._blamed(noun)
        yield from (filler.weaker(SUPPORTED) for filler in doers)

    def _blamed(self, noun: Token) -> Iterator[Filler]:
        """Whom a verb blames, thanks or asks for what a noun names: 'accused Chad of the raid'."""
        verb, preposition = noun.head.head, noun.head.lower_
        if noun.dep_ != "pobj" or not is_verb(verb) or verb.lemma_.lower() not in self.lexicon.object_control:
            return
        if preposition in self.lexicon.control_prepositions:
            yield from (filler.weaker(CONTROLLED) for filler in self._verb_patients(verb))

    def _undergoer(self, noun: Token) -> Iterator[Filler]:
        """The subject of a verb of suffering whose object the noun is: 'villagers face shelling and air strikes'."""
        while noun.dep_ == "conj":
            if noun.head.lemma_.lower() in self.lexicon.undergo_verbs:
                yield from (filler.weaker(DISTANT) for filler in self.surface_subject(noun.head))
                return
            noun = noun.head
        verb = noun.head.head if noun.dep_ == "pobj" else noun.head
        if noun.dep_ in ("dobj", "pobj", "xcomp") and verb.lemma_.lower() in self.lexicon.undergo_verbs:
            yield from (filler.weaker(SUPPORTED) for filler in self.surface_subject(verb))

    def _receiver(self, noun: Token) -> Iterator[Filler]:
        """The subject of a verb of getting whose object the noun is: 'sought the union's help'."""
        verb = noun.head
        if noun.dep_ == "dobj" and verb.lemma_.lower() in self.lexicon.receive_verbs:
            yield from (filler.weaker(SUPPORTED) for filler in self.surface_subject(verb))

    def carrier(self, noun: Token) -> Token:
        """The noun that counts or groups what its 'of' brings ('a series of strikes'), else the noun itself."""
        above = noun.head.head
        counts = above.lemma_.lower() in self.lexicon.transparent_nouns and is_noun(above)
        return above if counts and noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun

    def content(self, noun: Token) -> Token:
        """What a noun that only counts or groups brings after its 'of', else the noun itself."""
        if noun.lemma_.lower() in self.lexicon.transparent_nouns:
            return next((filler.token for filler in objects_of(noun, "of")), noun)
        return noun

    def support_verb(self, noun: Token) -> Token | None:
        """The light verb whose object (or passive subject, or preposition's object) the noun is, else None."""
        noun = self.carrier(noun)
        governor = noun.head
        if noun.dep_ == "conj" and is_noun(governor):
            return self.support_verb(governor) if governor.dep_ != "conj" else None
        if noun.dep_ == "pobj" and governor.dep_ == "prep":
            governor = governor.head
            if not is_verb(governor) and governor.dep_ == "dobj":
                carried = self._supports(governor.head) if self._is_amount(governor) else self._admits(governor.head)
                return governor.head if carried else self._relative_support(noun)
        elif noun.dep_ in ("acl", "relcl"):
            return None
        if noun.dep_ in ("dobj", "nsubjpass", "pobj") and is_verb(governor) and self._supports(governor):
            return governor
        return self._relative_support(noun)

    def _relative_support(self, noun: Token) -> Token | None:
        """The light verb in 'an air strike carried out by', 'the raid that they conducted'.

        'For which they claimed responsibility' is said of an event, though a parser hang it on where that was.
        """
        for child in noun.children:
            if child.dep_ in ("acl", "relcl") and is_verb(child) and self._supports(child):
                return child
        for place in below(noun):
            for child in place.children:
                if child.dep_ == "relcl" and self._admits(child):
                    return child
        return None

    def _is_amount(self, noun: Token) -> bool:
        """Whether a noun only says how much: '£10 million in aid'."""
        counted = any(child.like_num or child.tag_ == "$" for child in (noun, *noun.children))
        return counted or noun.lemma_.lower() in self.lexicon.transparent_nouns

    def _supports(self, verb: Token) -> bool:
        return any(key in self.lexicon.support_verbs for key in verb_keys(verb))

    def _admits(self, verb: Token) -> bool:
        """Whether a verb supports an event with an object of its own, as in 'claimed responsibility for'."""
        return any(" " in key and key in self.lexicon.support_verbs for key in verb_keys(verb))

    def _prepositional(self, trigger: Token, preposition: str) -> Iterator[Filler]:
        first, *inner = preposition.split()
        if inner:
            yield from chained(trigger, first, *inner)
            return
        yield from self._stranded(trigger, preposition)
        above = self.carrier(trigger)
        for token in (*governors(trigger), *([above] if above.i != trigger.i and preposition != "of" else [])):
            for filler in objects_of(token, preposition):
                yield filler if token.i == trigger.i else filler.weaker(DISTANT)
        verb = self.support_verb(trigger) if is_noun(trigger) else None
        if verb is not None:
            yield from (filler.weaker(SUPPORTED) for filler in objects_of(verb, preposition))
        elif is_noun(trigger):
            yield from (filler.weaker(DISTANT) for filler in following(trigger, preposition))
            for doer in by_phrase(trigger):  # 'raids by the militia in Gao'
                yield from (filler.weaker(DISTANT) for filler in objects_of(doer.token, preposition))
        else:
            yield from fronted(trigger, preposition)
        if preposition in self.lexicon.loose_prepositions:
            yield from loose_objects(verb or trigger, preposition)

    def _stranded(self, verb: Token, preposition: str) -> Iterator[Filler]:
        """The passive subject that a preposition left without object refers to: 'policemen were fired on'."""
        for child in verb.children:
            alone = child.dep_ in ("prep", "prt") and not list(child.children)
            if alone and child.lower_ == preposition and is_passive(verb):
                yield from self.surface_subject(verb)

    def alternatives(self, token: Token) -> Iterator[Filler]:
        """Tokens that a noun phrase stands for: 'dozens of fighters', an apposition, 'he was the man who led it'."""
        if token.lemma_.lower() in self.lexicon.transparent_nouns:
            yield from objects_of(token, "of")
        yield from (Filler(child, SHARED) for child in token.children if child.dep_ == "appos")
        if token.dep_ == "attr":
            yield from (Filler(child, SHARED) for child in token.head.children if child.dep_ in SUBJECTS)

    def examples(self, token: Token) -> Iterator[Token]:
        """What a noun phrase names as its examples: 'allies including Hezbollah and Iran'."""
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in self.lexicon.exemplifiers:
                for target in child.children:
                    if target.dep_ == "pobj":
                        yield from coordinated(target)


def _members(trigger: Token, function: str, token: Token) -> list[Token]:
    """The coordinated tokens that share a function; a title is said of one name, and none of its own conjuncts.

    A participle before a noun is said of later ones only where they are bare: 'rebel-held towns and villages'.
    """
    if function == "bearer" and (trigger.tag_ not in ("NNS", "NNPS") or token.i == trigger.i):
        return [token]
    members = coordinated(token)
    if trigger.dep_ in LEFT_MODIFIERS and trigger.head.i == token.i:
        return [member for member in members if member.i == token.i or is_bare(member)]
    return members
