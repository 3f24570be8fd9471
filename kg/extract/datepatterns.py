"""The date grammar: patterns over the classes of tokens, each with what places it."""

from __future__ import annotations

import re

from kg.extract.timeplacing import (
    Resolver,
    after_anchor,
    after_length,
    ago,
    anchored_unit,
    century,
    date_in_month,
    days_in_month,
    decade,
    deictic,
    feast,
    fraction,
    hence,
    hyphenated,
    length,
    moment,
    month,
    next_unit,
    part_of_unit,
    same_day,
    season,
    slashed_date,
    stretch,
    this_unit,
    weekday,
    weekend,
    year,
    year_before_last,
    year_pair,
)

BEFORE = r"(?:hj?T?|T?pO|[eL]j|T?huOT?)?"
PATTERNS: tuple[tuple[re.Pattern[str], Resolver], ...] = tuple(
    (re.compile(pattern), resolver)
    for pattern, resolver in (
        (BEFORE + r"(?:w,?)?T?(?P<d>d)O?(?P<m>m)(?:,?(?P<y>y))?p?", date_in_month),
        (BEFORE + r"(?:w,?)?(?P<m>m)T?(?P<d>d)(?:,?(?P<y>y))?p?", date_in_month),
        (r"(?P<y>y)-(?P<m>d)-(?P<d>d)", date_in_month),
        (r"f?T?(?P<d>d)[k&-](?P<e>d)O?(?P<m>m)(?:,?(?P<y>y))?", days_in_month),
        (r"b?T?(?P<d>d)&(?P<e>d)O?(?P<m>m)(?:,?(?P<y>y))?", days_in_month),
        (r"[fb]?(?P<m>m)(?P<d>d)[k&-](?P<e>d)(?:,?(?P<y>y))?", days_in_month),
        (r"(?P<i>I)", slashed_date),
        (r"(?:T?(?P<h>h)-?O?)?(?P<m>m)(?:[O,]?(?P<y>y))?", month),
        (r"(?P<r>[lxt])(?P<m>m)", month),
        (r"(?:T?(?P<h>h)-?O?)?T?(?P<y>y)", year),
        (r"T?(?:(?P<h>h)-?)?(?P<z>z)", decade),
        (r"T?(?P<h>E)", hyphenated),
        (r"T?h?(?P<o>[od])(?P<u>u)", century),
        (r"T?(?P<y>Y)", year_pair),
        (BEFORE + r"(?P<r>[lxts])?(?P<w>w)p?", weekday),
        (r"(?:[heL]j?)?T?(?P<d>D)p?", deictic),
        (r"[heL]?(?P<r>[tl])p", deictic),
        (r"(?P<n>N)(?:,?(?P<y>y))?", feast),
        (r"T(?P<r>x)(?P<u>u)", next_unit),
        (r"T?(?P<r>[lxt])(?P<u>u)", this_unit),
        (r"T?(?P<h>h)OT?(?P<r>[lxt])?(?P<u>u)", this_unit),
        (r"[eL]?T?s?(?P<r>[qFs])(?P<u>u)p?", anchored_unit),
        (r"T?s+p", same_day),
        (r"T(?P<u>u)(?P<r>[BA])", anchored_unit),
        (r"(?P<e>[eL])T?(?P<r>[tl])(?P<u>u)", part_of_unit),
        (r"(?P<e>[eL])iT(?P<u>u)", this_unit),
        (r"T?(?P<u>u)Bl", year_before_last),
        (r"(?:T|(?P<r>[lxt]))?h?(?P<s>S)(?:O?T?(?P<y>y))?", season),
        (r"T?(?P<r>[lxt])?W", weekend),
        (r"T?(?P<r>[lPxXqr])(?P<n>[dnv])(?P<u>u)", stretch),
        (r"T?(?P<r>[PXr])(?P<u>u)", stretch),
        (r"(?P<m>M)?(?P<n>[dnv])(?P<u>u)g", ago),
        (r"(?P<n>[dnv])(?P<u>u)(?P<r>[eLBA])", after_anchor),
        (r"A(?P<n>[dn])G?(?P<u>u)", after_length),
        (r"i(?P<n>[dn])(?P<u>u)", hence),
        (r"T?(?P<o>[od])(?P<q>Q)O(?:(?P<y>y)|T?(?P<r>[lxt])?(?P<u>u))", fraction),
        (r"[dnv]-?u-?|u-|K", length),
        (r"(?P<c>c)(?P<a>a)?[Ru]?R*", moment),
        (r"(?P<c>[dn])(?P<a>a)R*", moment),
    )
)
STARTS = frozenset("AbcdefhilmnoqrstuvwxyzDEFIKLMNPSTWXY")
