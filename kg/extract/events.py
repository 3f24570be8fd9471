"""From cue words to events and stated relations: each cue's slots filled with mentions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from kg.extract.arguments import Syntax, is_noun, verb_keys
from kg.extract.lexicon import Cue, Lexicon
from kg.extract.reading import EventReading
from kg.extract.referents import Referent, Referents
from kg.facts import Kind

PHRASE_LENGTH = 3
PARTS = {"VERB": "VERB", "AUX": "VERB", "NOUN": "NOUN", "PROPN": "NOUN", "ADJ": "ADJ", "ADV": "ADV", "ADP": "ADP"}
OWNED_ROLES = frozenset({"agent", "patient", "subject", "object", "recipient"})


@dataclass(slots=True)
class CueMatch:
    """One cue at one trigger, with the mentions that fill its roles, the surest path to each."""

    cue: Cue
    trigger: Token
    roles: dict[str, list[Referent]] = field(default_factory=dict)

    def event(self) -> EventReading:
        """The event this match reads, with its roles in a stable order."""
        pairs = [(role, filler.mention) for role in sorted(self.roles) for filler in self.roles[role]]
        return EventReading(self.cue.event, self.trigger, pairs)


def match_cues(doc: Doc, lexicon: Lexicon, syntax: Syntax, referents: Referents) -> list[CueMatch]:
    """Every cue of the text that at least two mentions take part in, in text order."""
    matches = (
        _match(cue, trigger, syntax, referents)
        for token in doc
        for trigger, cue in _cues_at(token, lexicon)
        if not _only_a_name(trigger, cue, referents)
    )
    return [match for match in matches if len({r.mention for fillers in match.roles.values() for r in fillers}) > 1]


def _cues_at(token: Token, lexicon: Lexicon) -> Iterator[tuple[Token, Cue]]:
    """The cues whose words end at (or, for verbs with a particle, begin at) a token; the longest phrase wins."""
    part = PARTS.get(token.pos_)
    if part is None:
        return
    for key in _keys(token, part):
        found = lexicon.by_lemma.get((part, key))
        if found:
            yield from ((token, cue) for cue in found)
            return
    lemma = lexicon.participles.get(token.lower_)
    if part in ("ADJ", "VERB") and lemma is not None:
        yield from ((token, cue) for cue in lexicon.by_lemma.get(("VERB", lemma), ()))


def _keys(token: Token, part: str) -> list[str]:
    """Phrases under which a token may be listed, the longest first."""
    if part == "VERB":
        return verb_keys(token)
    lemma = token.lemma_.lower()
    keys = []
    for length in range(PHRASE_LENGTH - 1, 0, -1):
        if token.i - length >= token.sent.start:
            words = [t.lower_ for t in token.doc[token.i - length : token.i]]
            keys.append(" ".join([*words, lemma]))
    return [*keys, lemma, token.lower_]


def _only_a_name(trigger: Token, cue: Cue, referents: Referents) -> bool:
    """Whether an event noun is merely part of a name ('Desert Strike Group')."""
    inside = referents.covering.get(trigger.i)
    if not cue.event or not is_noun(trigger) or inside is None or trigger.pos_ != "PROPN":
        return False
    mention = referents.reading.mentions[inside]
    return mention.kind is Kind.NAME and not referents.ontology.is_a(mention.type, "Event")


def _match(cue: Cue, trigger: Token, syntax: Syntax, referents: Referents) -> CueMatch:
    best: dict[str, dict[int, Referent]] = {}
    for slot in cue.slots:
        for filler in syntax.fillers(trigger, slot.function):
            for referent in referents.resolve(filler, owners=slot.role in OWNED_ROLES):
                if not _admitted(cue, slot.role, referents.type(referent.mention), referents):
                    continue
                known = best.setdefault(slot.role, {})
                found = known.get(referent.mention)
                if found is None or found.weight < referent.weight:
                    known[referent.mention] = referent
    roles = {role: [fillers[m] for m in sorted(fillers)] for role, fillers in best.items()}
    return CueMatch(cue, trigger, roles)


def _admitted(cue: Cue, role: str, name: str, referents: Referents) -> bool:
    """Whether a cue lets a mention of class `name` fill a role."""
    wanted = {"agent": cue.subject_classes, "subject": cue.subject_classes}.get(role, frozenset())
    wanted |= {"patient": cue.object_classes, "object": cue.object_classes}.get(role, frozenset())
    return not wanted or referents.ontology.is_any(name, wanted)
