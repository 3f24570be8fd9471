"""The reader in torch: one encoder, a head over spans, a head over pairs of mentions."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from transformers import BertModel

WIDTH = 12  # longest span in words
SPAN_HIDDEN = 256
STATE = 192  # size of a word's state that the pair head sees
PAIR_HIDDEN = 256
DISTANCES = 16


@dataclass(frozen=True)
class Sizes:
    """How many values each feature has, and how many outputs each head gives."""

    features: tuple[int, ...]
    coarse: int
    fine: int
    extra: int
    relations: int
    types: int


class SpanReader(nn.Module):
    """Words in, logits of every span of up to WIDTH words out, and a state for each word."""

    def __init__(self, encoder: BertModel, sizes: Sizes, dropout: float = 0.2) -> None:
        super().__init__()
        self.encoder = encoder
        size = encoder.config.hidden_size
        self.features = nn.ModuleList(nn.Embedding(count, size) for count in sizes.features)
        for table in self.features:
            nn.init.zeros_(table.weight)
        self.start = nn.Linear(2 * size, SPAN_HIDDEN)
        self.end = nn.Linear(2 * size, SPAN_HIDDEN, bias=False)
        self.inside = nn.Linear(2 * size, SPAN_HIDDEN, bias=False)
        self.before = nn.Linear(2 * size, SPAN_HIDDEN, bias=False)
        self.after = nn.Linear(2 * size, SPAN_HIDDEN, bias=False)
        self.width = nn.Embedding(WIDTH, SPAN_HIDDEN)
        self.coarse = nn.Linear(SPAN_HIDDEN, sizes.coarse)
        self.fine = nn.Linear(SPAN_HIDDEN, sizes.fine)
        self.extra = nn.Linear(SPAN_HIDDEN, sizes.extra)
        nn.init.constant_(self.coarse.bias, -4.0)
        nn.init.constant_(self.extra.bias, -4.0)
        self.state = nn.Linear(2 * size, STATE)
        self.dropout = nn.Dropout(dropout)

    def words(self, ids: Tensor, mask: Tensor, features: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """[batch, words, 2 * hidden]: the encoder's output at the first and last piece of each word."""
        embedded = self.encoder.embeddings.word_embeddings(ids)
        for number, table in enumerate(self.features):
            embedded = embedded + table(features[:, :, number])
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        size = hidden.shape[-1]
        pick = [torch.gather(hidden, 1, index.unsqueeze(-1).expand(-1, -1, size)) for index in (first, last)]
        return self.dropout(torch.cat(pick, dim=-1))

    def spans(self, words: Tensor) -> Tensor:
        """[batch, words, WIDTH, SPAN_HIDDEN]: a span for each first word and width."""
        zero = torch.zeros_like(words[:, :1])
        start, end = self.start(words), self.end(words)
        before = self.before(torch.cat([zero, words[:, :-1]], dim=1))
        after = self.after(torch.cat([words[:, 1:], zero], dim=1))
        total = torch.cat([torch.zeros_like(zero[:, :, :SPAN_HIDDEN]), self.inside(words).cumsum(dim=1)], dim=1)
        count = words.shape[1]
        rows = []
        for width in range(WIDTH):
            stop = torch.clamp(torch.arange(count, device=words.device) + width, max=count - 1)
            mean = (total[:, stop + 1] - total[:, :-1]) / (width + 1)
            rows.append(start + before + end[:, stop] + after[:, stop] + mean + self.width.weight[width])
        return self.dropout(nn.functional.gelu(torch.stack(rows, dim=2)))

    def forward(
        self, ids: Tensor, mask: Tensor, features: Tensor, first: Tensor, last: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of coarse labels and of fine classes for each span, and the state of each word."""
        words = self.words(ids, mask, features, first, last)
        spans = self.spans(words)
        return self.coarse(spans), self.fine(spans), self.state(words)


class PairReader(nn.Module):
    """Word states and pairs of mentions in, logits of the relations of each pair out.

    `mentions` is [mentions, 4]: first word, last word, head word, type. `pairs` is [pairs, 3]: subject, object,
    distance bucket. `between` is [pairs, 2]: the words between the two (end exclusive). `path` is [pairs, steps]:
    the words on the dependency path between the two heads, -1 beyond its end.
    """

    def __init__(self, sizes: Sizes, dropout: float = 0.3) -> None:
        super().__init__()
        self.subject = nn.Linear(3 * STATE, PAIR_HIDDEN)
        self.object = nn.Linear(3 * STATE, PAIR_HIDDEN, bias=False)
        self.between = nn.Linear(STATE, PAIR_HIDDEN, bias=False)
        self.path = nn.Linear(2 * STATE, PAIR_HIDDEN, bias=False)
        self.subject_type = nn.Embedding(sizes.types, PAIR_HIDDEN)
        self.object_type = nn.Embedding(sizes.types, PAIR_HIDDEN)
        self.distance = nn.Embedding(DISTANCES, PAIR_HIDDEN)
        for table in (self.subject_type, self.object_type, self.distance):
            nn.init.normal_(table.weight, std=0.1)
        self.norm = nn.LayerNorm(PAIR_HIDDEN)
        self.hidden = nn.Linear(PAIR_HIDDEN, PAIR_HIDDEN)
        self.out = nn.Linear(PAIR_HIDDEN, sizes.relations)
        nn.init.constant_(self.out.bias, -3.5)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, mentions: Tensor, pairs: Tensor, between: Tensor, path: Tensor) -> Tensor:
        """[pairs, relations] logits; `states` is [words, STATE]."""
        states = self.dropout(torch.tanh(states))
        ends = torch.cat([states[mentions[:, 0]], states[mentions[:, 1]], states[mentions[:, 2]]], dim=-1)
        kinds = mentions[:, 3]
        subject = self.subject(ends) + self.subject_type(kinds)
        other = self.object(ends) + self.object_type(kinds)
        total = torch.cat([torch.zeros_like(states[:1]), states.cumsum(dim=0)])
        count = (between[:, 1] - between[:, 0]).clamp(min=1).unsqueeze(-1)
        mean = (total[between[:, 1]] - total[between[:, 0]]) / count
        known = (path >= 0).unsqueeze(-1)
        steps = states[path.clamp(min=0)]
        highest = torch.where(known, steps, torch.full_like(steps, -1.0)).amax(dim=1)
        average = (steps * known).sum(dim=1) / known.sum(dim=1).clamp(min=1)
        mixed = subject[pairs[:, 0]] + other[pairs[:, 1]] + self.distance(pairs[:, 2]) + self.between(mean)
        mixed = mixed + self.path(torch.cat([highest, average], dim=-1))
        hidden = nn.functional.gelu(self.norm(mixed))
        return self.out(self.dropout(nn.functional.gelu(self.hidden(self.dropout(hidden)))))
