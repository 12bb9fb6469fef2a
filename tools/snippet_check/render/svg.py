"""A call as a figure: the caller on the left, what became of the call on the right, copies apart and dashed.

Drawn in currentColor, so that it follows the page into the dark; its one colour of its own is --traffic-failed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from snippet_check.render.traffic import Arrow, Traffic, percentage

_WIDTH = 360
_CALLER_WIDTH = 120
_TARGET_LEFT = 186
_LINE_HEIGHT = 15
_PADDING = 8
_GAP = 14
_CHARACTER = 6.7
"""What a character of the monospaced 11-unit font takes, in the figure's units."""

_TITLE = {"ko": "{caller}의 요청 {request}", "en": "{request} from {caller}"}
_SENT = {"ko": "{share}: {to}", "en": "{share} to {to}"}
_ONWARD = {"ko": "{sent} → {onward}", "en": "{sent}, and on: {onward}"}
_COPIED = {"ko": "복사본 {share}: {to}, 응답은 버린다", "en": "a copy of {share} to {to}, its answer discarded"}
_COPY = {"ko": "복사본, 응답은 버림", "en": "copy, answer discarded"}


@dataclass(frozen=True, slots=True)
class _Box:
    """What stands at an arrow's end."""

    lines: tuple[str, ...]
    share: str = ""
    note: str = ""
    kind: str = ""

    @property
    def height(self) -> int:
        return _LINE_HEIGHT * (len(self.lines) + bool(self.note)) + 2 * _PADDING - 4


def figure(traffic: Traffic, language: str) -> str:
    """The figure as an <svg> element; its title and description say the same in words."""
    boxes = [_box(arrow, language) for arrow in traffic.arrows]
    if not boxes:
        failed = "failed" if traffic.failed else ""
        boxes = [_Box(_wrapped(traffic.end(language), _WIDTH - _TARGET_LEFT), kind=failed)]
    boxes += [_box(arrow, language, _COPY[language], "mirror") for arrow in traffic.mirrors]
    caller = _Box(_wrapped(traffic.caller, _CALLER_WIDTH))
    height = max(caller.height, sum(box.height + _GAP for box in boxes) - _GAP)
    title = _TITLE[language].format(caller=traffic.caller, request=traffic.request)
    return (
        f'<svg class="traffic" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="-1 -1 {_WIDTH + 2} {height + 2}" '
        'font-family="monospace" font-size="11" fill="none" stroke="currentColor">'
        f"<title>{escape(title)}</title><desc>{escape(in_words(traffic, language))}</desc>"
        f"{_drawn(caller, 0, (height - caller.height) / 2, _CALLER_WIDTH)}{''.join(_targets(boxes, height))}</svg>"
    )


def in_words(traffic: Traffic, language: str) -> str:
    """What the figure shows, as a sentence."""
    sent = [_sent(arrow, language) for arrow in traffic.arrows]
    copied = [_COPIED[language].format(share=percentage(arrow.percent), to=arrow.to) for arrow in traffic.mirrors]
    return "; ".join([*(sent or [traffic.end(language)]), *copied])


def _sent(arrow: Arrow, language: str) -> str:
    sent = _SENT[language].format(share=percentage(arrow.percent), to=arrow.to)
    onward = "; ".join(in_words(one, language) for one in arrow.onward)
    return _ONWARD[language].format(sent=sent, onward=onward) if onward else sent


def _box(arrow: Arrow, language: str, note: str = "", kind: str = "") -> _Box:
    """Where an arrow leads, and below it where the gateway there sends the call on, or how it ends there."""
    onward = (line for one in arrow.onward for line in _onward(one, language))
    lines = (line for text in (arrow.to, *onward) for line in _wrapped(text, _WIDTH - _TARGET_LEFT))
    failed = bool(arrow.beyond) and all(one.failed for one in arrow.beyond)
    return _Box(tuple(lines), percentage(arrow.percent), note, "failed" if failed else kind)


def _onward(traffic: Traffic, language: str) -> Iterator[str]:
    if not traffic.arrows:
        yield f"→ {traffic.end(language)}"
    for arrow in traffic.arrows:
        yield f"→ {arrow.to}" if arrow.percent == 100 else f"→ {percentage(arrow.percent)} {arrow.to}"
        yield from (line for one in arrow.onward for line in _onward(one, language))


def _wrapped(text: str, width: int) -> tuple[str, ...]:
    """The text in lines that fit; broken after a space or a mark such as a dot where there is one, else anywhere."""
    most = int((width - 2 * _PADDING) / _CHARACTER)
    lines = []
    while _columns(text) > most:
        fitting = next(count for count in range(len(text), 0, -1) if _columns(text[:count]) <= most)
        cut = max(text.rfind(mark, 0, fitting) for mark in " .-:/") + 1 or fitting
        lines.append(text[:cut].strip())
        text = text[cut:]
    return (*lines, text.strip())


def _columns(text: str) -> float:
    """How many characters wide a text is; Hangul takes more."""
    return sum(1.65 if character > "\u1100" else 1 for character in text)


def _targets(boxes: Sequence[_Box], height: float) -> Iterator[str]:
    top = (height - sum(box.height + _GAP for box in boxes) + _GAP) / 2
    for box in boxes:
        middle = top + box.height / 2
        yield _arrow(height / 2, middle, box)
        yield _drawn(box, _TARGET_LEFT, top, _WIDTH - _TARGET_LEFT)
        top += box.height + _GAP


def _arrow(start: float, end: float, box: _Box) -> str:
    bend = (_CALLER_WIDTH + _TARGET_LEFT) / 2
    way = f"M{_CALLER_WIDTH} {start:g}C{bend:g} {start:g} {bend:g} {end:g} {_TARGET_LEFT - 1} {end:g}"
    head = "m-7-4 7 4-7 4"
    beside = end + 15 if end > start else end - 6
    label = f'<text x="{_TARGET_LEFT - 10}" y="{beside:g}" text-anchor="end">{box.share}</text>' if box.share else ""
    return f'<path d="{way}"{_style(box.kind)}/><path d="M{_TARGET_LEFT - 1} {end:g}{head}"/>{_filled(label)}'


def _drawn(box: _Box, left: float, top: float, width: float) -> str:
    lines = [*box.lines, *([box.note] if box.note else [])]
    rows = [
        f'<tspan x="{left + width / 2:g}" y="{top + _PADDING + 8.5 + _LINE_HEIGHT * number:g}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    ]
    text = f'<text text-anchor="middle">{"".join(rows)}</text>'
    frame = f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{box.height}" rx="5"{_style(box.kind)}/>'
    return frame + _filled(text)


def _filled(text: str) -> str:
    return f'<g fill="currentColor" stroke="none">{text}</g>' if text else ""


def _style(kind: str) -> str:
    if kind == "mirror":
        return ' stroke-dasharray="4 3"'
    return ' style="stroke:var(--traffic-failed,#b3261e)" stroke-width="2"' if kind == "failed" else ""
