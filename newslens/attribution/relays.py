"""Who passes on whose words: “Radio Nord reported that A, according to an aide”."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from newslens.article import Span
from newslens.intervals import Intervals

if TYPE_CHECKING:
    from newslens.sourcing import Attribution


def relays(found: list[Attribution]) -> Callable[[Attribution], str | None]:
    """For an attribution the id of the one whose content holds it: whoever passes it on; of several the innermost.

    Of two that tell the same, “Radio Nord reported that A, according to an aide” has the outlet pass on the aide's
    words; “She told friends that A, according to an aide” has the aide pass on hers.
    """
    contents = [(a, (p.start, p.end)) for a in found for p in a.parts if p.role == "content"]
    places = Intervals([span for _, span in contents])
    alike: dict[frozenset[Span], list[Attribution]] = {}
    for a in found:
        alike.setdefault(_told(a), []).append(a)

    def relay(inner: Attribution) -> str | None:
        own = next(p for p in inner.parts if p.role == "source")
        around = [contents[k] for k in places.meeting(own.start, own.end)]
        holders = [a for a, (start, end) in around if start <= own.start and own.end <= end]
        told = _told(inner)
        for other in alike[told]:
            opening, closing = sorted((inner, other), key=_cue_start)
            after = min(told)[0] < _cue_start(closing) and opening.actor != closing.actor
            if after and other is (opening if opening.source_kind == "media" else closing):
                holders.append(other)
        others = sorted((a for a in holders if a.id != inner.id), key=lambda a: (len(a.content), int(a.id[1:])))
        return others[0].id if others else None

    return relay


def _cue_start(attribution: Attribution) -> int:
    return next(p.start for p in attribution.parts if p.role == "cue")


def _told(attribution: Attribution) -> frozenset[Span]:
    """Where its content stands, without the “that” which leads to it."""
    that = len("that ") if attribution.content.startswith("that ") else 0
    spans = sorted((p.start, p.end) for p in attribution.parts if p.role == "content")
    return frozenset({(spans[0][0] + that, spans[0][1]), *spans[1:]})
