import pytest

from snippet_check.mesh.certificate import all_valid, validities

CERTIFICATE = b"""\
-----BEGIN CERTIFICATE-----
MIIBizCCATGgAwIBAgIURkWimz6EKs3rraOOawgJjiUdVSUwCgYIKoZIzj0EAwIw
GzEZMBcGA1UEAwwQc2hvcC5leGFtcGxlLmNvbTAeFw0yNjExMjIyMzM2MTRaFw0y
NzExMjIyMzM2MTRaMBsxGTAXBgNVBAMMEHNob3AuZXhhbXBsZS5jb20wWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAQ5Gq8K/yEqv9wx40V9TOoWUO7u2gqNFyLbAHmx
WT4KQ8HfmVKC16OQwRjCWkRnNYMyZlwVhM8IgbIfZ17x3LsUo1MwUTAdBgNVHQ4E
FgQUEzQLP0iiPZ9yOubfMoMbEMh0qQ4wHwYDVR0jBBgwFoAUEzQLP0iiPZ9yOubf
MoMbEMh0qQ4wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiBF8fyQ
M6KUFUQVsTQtk7Ewli0RCtVTz0fsUWV5ZidoaAIhANAcNDM9c7WJEiGygiyP9i44
vm7yB9nyVEDIsV6mDBRi
-----END CERTIFICATE-----
"""
"""Valid from 2026-11-22 23:36:14 to 2027-11-22 23:36:14 UTC."""

BEFORE, FIRST, LAST, AFTER = 1795390573, 1795390574, 1826926574, 1826926575


@pytest.mark.parametrize(("now", "valid"), [(BEFORE, False), (FIRST, True), (LAST, True), (AFTER, False), (None, True)])
def test_a_certificate_counts_within_its_time(now, valid):
    assert all_valid(CERTIFICATE, now) is valid


def test_text_around_the_block_and_headers_in_it_do_not_matter():
    assert all_valid(b"# our own\n" + CERTIFICATE + b"more\n", FIRST)
    assert all_valid(CERTIFICATE.replace(b"CERTIFICATE-----\n", b"CERTIFICATE-----\nName: value\n\n", 1), FIRST)


@pytest.mark.parametrize(
    "pem",
    [
        b"",
        b"none",
        CERTIFICATE.replace(b"END", b"FIN"),
        CERTIFICATE.replace(b"MIIB", b"MIIC"),
        CERTIFICATE[:200] + CERTIFICATE[260:],
        CERTIFICATE.replace(b"DBRi\n", b"DBRi=\n"),
        CERTIFICATE.replace(b"\n", b"\r\r\n"),
        b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n",
        b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    ],
)
def test_what_is_no_certificate_is_not_valid(pem):
    assert not all_valid(pem, FIRST)


def test_nothing_holds_no_certificates():
    assert list(validities(b"")) == []
