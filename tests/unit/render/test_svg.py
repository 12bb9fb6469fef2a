"""What a figure draws, it says too."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

import pytest

from snippet_check.render.svg import figure, in_words
from snippet_check.render.traffic import Traffic
from snippet_check.simulate import Call, Destination, Disposition, Mirror, Result

HOST = "helloworld.default.svc.cluster.local"
LONG = "a-very-long-service-name-that-goes-on-and-on.some-namespace-with-a-long-name.svc.cluster.local"
SVG = "{http://www.w3.org/2000/svg}"


def traffic(result: Result, caller: str = "sleep.default") -> Traffic:
    return Traffic(caller, "GET http://helloworld:5000/", result)


def forwarded(*shares: tuple[str, float], mirrors: tuple[tuple[str, float], ...] = ()) -> Traffic:
    destinations = tuple(Destination(name, round(share), share, None) for name, share in shares)
    copies = tuple(Mirror(name, percent, None) for name, percent in mirrors)
    return traffic(Result(Call(), Disposition.FORWARDED, destinations=destinations, mirrors=copies))


MIRRORED = forwarded((f"outbound|5000|v1|{HOST}", 100.0), mirrors=((f"outbound|5000|v2|{HOST}", 100.0),))
SPLIT = forwarded((f"outbound|5000|v1|{HOST}", 100 / 3), (f"outbound|5000|v2|{LONG}", 200 / 3))
ONWARD = Traffic(
    "sleep.default",
    "GET http://api.example.org/",
    forwarded((f"outbound|80|v1|{HOST}", 100.0)).result,
    {f"outbound|80|v1|{HOST}": (forwarded(("outbound|443||api.example.org", 100.0)),)},
)
FAILED = traffic(Result(Call(), Disposition.NO_CLUSTER, 503), "gateway:istio-ingressgateway.istio-system")


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("one", [MIRRORED, SPLIT, ONWARD, FAILED])
def test_a_figure_is_sound_small_and_says_what_it_shows(one: Traffic, language: str) -> None:
    drawn = figure(one, language)
    root = ElementTree.fromstring(drawn)
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc") == in_words(one, language)
    assert len(drawn.encode()) < 3000


@pytest.mark.parametrize("one", [SPLIT, FAILED])
def test_long_names_stay_within_their_boxes(one: Traffic) -> None:
    root = ElementTree.fromstring(figure(one, "en"))
    lines = [span.text or "" for span in root.iter(f"{SVG}tspan")]
    assert max(map(len, lines)) <= 27
    assert LONG.removesuffix(".svc.cluster.local") in "".join(lines) or one is FAILED


def test_copies_are_dashed_and_said_to_be_discarded() -> None:
    assert in_words(MIRRORED, "en") == (
        "100 % to v1.helloworld.default; a copy of 100 % to v2.helloworld.default, its answer discarded"
    )
    assert len(re.findall("stroke-dasharray", figure(MIRRORED, "en"))) == 2


def test_a_call_that_ends_at_the_proxy_says_how() -> None:
    assert in_words(FAILED, "ko") == "503 목적지 클러스터가 없음"
    assert "--traffic-failed" in figure(FAILED, "ko")


def test_a_gateway_on_the_way_sends_the_call_on() -> None:
    assert in_words(ONWARD, "en") == "100 % to v1.helloworld.default, and on: 100 % to api.example.org"
    assert "→ api.example.org" in figure(ONWARD, "en")


def test_a_gateway_breaks_between_its_words() -> None:
    lines = [span.text for span in ElementTree.fromstring(figure(FAILED, "en")).iter(f"{SVG}tspan")]
    assert lines[:3] == ["gateway:istio-", "ingressgateway.", "istio-system"]


def test_a_way_has_failed_only_where_no_proxy_behind_goes_on() -> None:
    name = f"outbound|80||{HOST}"
    refusing = traffic(Result(Call(), Disposition.NO_FILTER_CHAIN), "web-v2.default")
    taking = Traffic("web-v1.default", "", forwarded(("inbound|80||", 100.0)).result, lets_in=True)
    first = forwarded((name, 100.0)).result
    assert Traffic("sleep.default", "", first, {name: (refusing,)}).stopped_at is refusing
    assert not Traffic("sleep.default", "", first, {name: (refusing, taking)}).failed
