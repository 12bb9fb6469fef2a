from hypothesis import given
from hypothesis import strategies as st

from snippet_check.mesh.hosts import HostIndex, expand, overlap, resource_name

HOSTS = st.from_regex(r"\*?(\.?[ab]){0,4}", fullmatch=True)


def test_short_names_are_of_the_namespace():
    assert expand("reviews", "default") == "reviews.default.svc.cluster.local"
    assert expand("reviews.other", "default") == "reviews.other"
    assert expand("*", "default") == "*"


def test_a_service_is_named_in_full_or_beside():
    assert resource_name("reviews.prod.svc.cluster.local", "default") == ("prod", "reviews")
    assert resource_name("a.b.prod.svc.cluster.local", "default") == ("prod", "a.b")
    assert resource_name("reviews.prod", "default") == ("default", "reviews.prod")


def test_wildcards_overlap_what_ends_like_them():
    assert overlap("*.com", "a.com")
    assert overlap("*.a.com", "*.com")
    assert overlap("*", "a.com")
    assert not overlap("*.a.com", "a.com")
    assert not overlap("a.com", "b.com")


@given(st.sets(HOSTS), HOSTS)
def test_an_index_finds_what_trying_each_pair_finds(hosts, host):
    assert sorted(HostIndex(hosts).overlapping(host)) == sorted(other for other in hosts if overlap(other, host))
