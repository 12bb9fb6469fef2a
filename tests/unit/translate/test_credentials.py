from __future__ import annotations

import pytest

from snippet_check.translate.credentials import secret_name


@pytest.mark.parametrize(
    ("name", "credential"),
    [
        ("kubernetes://shop", "shop"),
        ("kubernetes://shop", "sds://shop"),
        ("kubernetes-gateway://a/shop", "kubernetes-gateway://a/shop"),
        ("configmap://a/shop-cacert", "configmap://a/shop-cacert"),
        ("default", "builtin://"),
        ("default", "sds://builtin://"),
        ("ROOTCA", "builtin://-cacert"),
        ("invalid://", "invalid://anything"),
        ("kubernetes://", ""),
    ],
)
def test_a_credential_has_one_name_for_gateways_and_clusters(name: str, credential: str) -> None:
    assert secret_name(credential) == name
