"""The words of the notes, Korean and English side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

LOST: Literal["lost"] = "lost"
CHANGED: Literal["changed"] = "changed"
TODO: Literal["todo"] = "todo"


class Words(NamedTuple):
    """A text in both languages."""

    en: str
    ko: str


class Text(NamedTuple):
    """One note: how much it matters, and what it says."""

    kind: Literal["lost", "changed", "todo"]
    en: str
    ko: str


WORDS: Mapping[str, Words] = {
    LOST: Words("no equivalent", "대응 없음"),
    CHANGED: Words("changed", "달라짐"),
    TODO: Words("to do", "할 일"),
}

TEXTS: Mapping[str, Text] = {
    "fault": Text(
        LOST,
        "{field}: the Gateway API injects no faults. Keep a VirtualService for tests of the mesh, or use an "
        "EnvoyFilter",
        "{field}: Gateway API에는 장애 주입이 없다. 시험할 때만 메시의 VirtualService나 EnvoyFilter를 쓴다",
    ),
    "retries": Text(
        LOST,
        "{field}: `retry` is only in the experimental channel of the Gateway API. Without it istiod's default "
        "counts: 2 retries. A mesh-wide policy can be set in meshConfig.defaultHttpRetryPolicy",
        "{field}: `retry`는 Gateway API의 experimental 채널에만 있다. 없으면 istiod의 기본값대로 2번 다시 시도한다. "
        "메시 전체의 정책은 meshConfig.defaultHttpRetryPolicy에 쓸 수 있다",
    ),
    "rewrite_regex": Text(
        LOST,
        "{field}: only a prefix or the whole path can be replaced. Write one rule for each path, each with its own "
        "URLRewrite",
        "{field}: 접두사나 경로 전체만 바꿀 수 있다. 경로마다 규칙을 따로 쓰고 URLRewrite를 각각 붙인다",
    ),
    "rewrite_slash": Text(
        CHANGED,
        "{field}: a prefix is replaced as whole segments: {path} becomes {new}, where it became {old}",
        "{field}: 접두사를 세그먼트 단위로 바꾼다. 요청 경로 {path}, 전에는 {old}, 이제는 {new}",
    ),
    "direct_response": Text(
        CHANGED,
        "{field}: no route can answer {status} by itself. Here the rule has no backend and answers 404, so that "
        "nothing behind it opens up. Let a small service answer, or use an EnvoyFilter",
        "{field}: 라우트가 스스로 {status} 상태로 답할 수 없다. 뒤의 규칙이 열리지 않도록 backend 없는 규칙으로 "
        "옮겼고 404를 답한다. 작은 서비스가 답하게 하거나 EnvoyFilter를 쓴다",
    ),
    "without_headers": Text(
        LOST,
        "{field}: a match cannot ask that a header is absent, so this match is left out. Turn it round: a rule in "
        "front for those that have the header",
        "{field}: 헤더가 없다는 조건은 쓸 수 없어 이 match를 뺐다. 뒤집어서, 헤더가 있는 요청의 규칙을 앞에 둔다",
    ),
    "source": Text(
        LOST,
        "{field}: a route at a gateway cannot ask who calls, so this match is left out. Use an AuthorizationPolicy "
        "for who may call; for calls within the mesh keep the VirtualService",
        "{field}: 게이트웨이의 라우트는 누가 부르는지 물을 수 없어 이 match를 뺐다. 누가 불러도 되는지는 "
        "AuthorizationPolicy로 정하고, 메시 안의 요청이면 VirtualService를 남긴다",
    ),
    "match": Text(
        LOST,
        "{field}: a match of an HTTPRoute cannot ask this, so this match is left out",
        "{field}: HTTPRoute의 match가 물을 수 없는 조건이라 이 match를 뺐다",
    ),
    "claims": Text(
        LOST,
        "{field}: a match cannot ask for the claims of a JWT, so this match is left out. Copy the claim into a "
        "header with outputClaimToHeaders of the RequestAuthentication, and match that",
        "{field}: JWT의 claim은 물을 수 없어 이 match를 뺐다. RequestAuthentication의 outputClaimToHeaders로 헤더에 "
        "옮겨 그 헤더를 묻는다",
    ),
    "ignored_field": Text(
        LOST,
        "{field}: there is no such field in the Gateway API",
        "{field}: Gateway API에는 이런 필드가 없다",
    ),
    "prefix": Text(
        CHANGED,
        "{field}: a PathPrefix matches whole segments: {example} no longer fits. Where that is wanted, match by "
        "RegularExpression",
        "{field}: PathPrefix는 세그먼트 단위로 견준다. 이제 {example} 같은 경로는 맞지 않는다. 그것도 원하면 "
        "RegularExpression을 쓴다",
    ),
    "prefix_slash": Text(
        CHANGED,
        "{field}: the slash at the end of a PathPrefix says nothing: {example} fits now as well",
        "{field}: PathPrefix 끝의 슬래시는 뜻이 없다. 이제 {example} 경로도 맞는다",
    ),
    "ignore_case": Text(
        CHANGED,
        "{field}: written as a RegularExpression, which comes after all prefixes",
        "{field}: RegularExpression으로 옮겼다. 모든 접두사보다 뒤에 견준다",
    ),
    "order": Text(
        CHANGED,
        "{field}: the Gateway API asks the more specific match first, wherever it is written, and the order of these "
        "rules cannot be told otherwise: this one now comes before the one in line {line}",
        "{field}: Gateway API는 쓰인 순서와 상관없이 더 구체적인 match를 먼저 견주고, 이 순서는 달리 적을 방법이 "
        "없다. 이 규칙이 이제 {line}행의 규칙보다 앞선다",
    ),
    "as_regex": Text(
        CHANGED,
        "{field}: written as a RegularExpression, so that it stays behind the one in line {line}: "
        "prefixes come before all of them",
        "{field}: {line}행의 정규식 뒤에 남도록 RegularExpression으로 옮겼다. 접두사는 모든 정규식보다 먼저 견준다",
    ),
    "never_reached": Text(
        CHANGED,
        "{field}: left out, for no request ever gets here: line {line} takes them all",
        "{field}: 여기까지 오는 요청이 없어 뺐다. 모두 {line}행이 가져간다",
    ),
    "not_served": Text(
        TODO,
        "{field}: istiod gives no route to this rule, and it is left out here too: {reason}",
        "{field}: istiod도 이 규칙으로는 라우트를 만들지 않아 여기서도 뺐다: {reason}",
    ),
    "subset": Text(
        CHANGED,
        "{field}: there are no subsets in the Gateway API. The Service {service} stands for it now",
        "{field}: Gateway API에는 서브셋이 없다. 이제 이 Service가 대신한다: {service}",
    ),
    "subset_unknown": Text(
        TODO,
        "{field}: there are no subsets in the Gateway API. Make a Service {service} that selects the Pods of "
        "{subset}: these files hold no Service and DestinationRule that say which",
        "{field}: Gateway API에는 서브셋이 없다. 서브셋 {subset}의 Pod를 고르는 Service를 만든다: {service}. 어떤 "
        "Pod인지 말해 주는 Service와 DestinationRule이 이 파일들에 없다",
    ),
    "port_unknown": Text(
        TODO,
        "{field}: a backend needs a port, and these files do not say which. {port}, the listener's, is written here",
        "{field}: backend에는 포트가 있어야 하는데 이 파일들로는 알 수 없다. 리스너의 포트를 적었다: {port}",
    ),
    "host_unknown": Text(
        TODO,
        "{field}: {host} is neither a Service nor the host of a ServiceEntry in these files. It is written as a "
        "Hostname",
        "{field}: 이 파일들의 Service도 ServiceEntry의 호스트도 아니다: {host}. Hostname으로 적었다",
    ),
    "mesh_kept": Text(
        TODO,
        "{field}: the VirtualService also counts for callers within the mesh and for gateways that are not in these "
        "files. It stays, without the gateways that are converted",
        "{field}: 이 VirtualService는 메시 안의 요청이나 이 파일들에 없는 게이트웨이에도 쓰인다. 변환한 게이트웨이만 "
        "빼고 남겼다",
    ),
    "unbound": Text(
        TODO,
        "{field}: not converted: none of its gateways is in these files",
        "{field}: 변환하지 않았다. 이 VirtualService의 게이트웨이가 이 파일들에 없다",
    ),
    "refused": Text(
        TODO,
        "{field}: not converted: Istio's validation refuses it, so that it has no effect. See snippet-check analyze",
        "{field}: 변환하지 않았다. Istio의 검증이 거부하므로 아무 효과가 없다. snippet-check analyze로 확인한다",
    ),
    "export_to": Text(
        LOST,
        "{field}: a route counts where its parentRefs say, and for no other gateway",
        "{field}: 라우트는 parentRefs가 가리키는 곳에서만 쓰인다",
    ),
    "tcp": Text(
        LOST,
        "{field}: istiod serves TCPRoute only with PILOT_ENABLE_ALPHA_GATEWAY_API. Keep the Gateway and this rule",
        "{field}: istiod는 PILOT_ENABLE_ALPHA_GATEWAY_API를 켜야 TCPRoute를 처리한다. Gateway와 이 규칙을 남긴다",
    ),
    "server": Text(
        LOST,
        "{field}: a listener of istiod takes HTTP, HTTPS and TLS, not {protocol}. Keep an Istio Gateway for this "
        "server",
        "{field}: istiod의 리스너는 HTTP, HTTPS, TLS만 받는다. 이 서버의 프로토콜: {protocol}. 이 서버는 Istio "
        "Gateway로 남긴다",
    ),
    "server_repeated": Text(
        TODO,
        "{field}: left out: there is a listener for this port and host already",
        "{field}: 같은 포트와 호스트의 리스너가 이미 있어 뺐다",
    ),
    "tls_files": Text(
        TODO,
        "{field}: a listener takes its certificate from a Secret. Put the files into a Secret {secret}, named here",
        "{field}: 리스너는 인증서를 Secret에서 가져온다. 파일을 여기 적은 Secret에 넣는다: {secret}",
    ),
    "own_workload": Text(
        TODO,
        "{field}: istiod makes a Deployment and a Service {service} for the new Gateway, with an address of its own. "
        "Both configurations work side by side until DNS leads there",
        "{field}: 새 Gateway의 Deployment와 Service를 istiod가 만들고 주소도 새로 생긴다: {service}. DNS를 그리로 "
        "돌릴 때까지 두 설정이 함께 동작한다",
    ),
    "default_backend": Text(
        LOST,
        "{field}: istiod does not serve it for an Ingress either. For all other requests write an HTTPRoute without "
        "hostnames",
        "{field}: Ingress일 때도 istiod는 처리하지 않는다. 나머지 요청을 받으려면 hostnames 없는 HTTPRoute를 쓴다",
    ),
    "foreign_ingress": Text(
        TODO,
        "{field}: not converted: this Ingress is not istiod's ({reason})",
        "{field}: 변환하지 않았다. istiod가 처리하는 Ingress가 아니다 ({reason})",
    ),
    "cors_origin": Text(
        LOST,
        "{field}: an origin is a whole one or one with *, not a regular expression. List the origins",
        "{field}: origin은 전체 이름이나 *가 든 이름이고 정규식이 아니다. origin을 나열한다",
    ),
    "cors_preflight": Text(
        CHANGED,
        "{field}: preflights from other origins were sent on to the service; now the gateway answers them itself",
        "{field}: 다른 origin의 preflight는 서비스로 넘겼지만, 이제 게이트웨이가 스스로 답한다",
    ),
    "any_name": Text(
        LOST,
        "{field}: a TLSRoute lists its hostnames, and * is none. Write the names that clients send, or keep the Istio "
        "Gateway for this server",
        "{field}: TLSRoute에는 hostname을 적어야 하고 *는 적을 수 없다. 클라이언트가 보내는 이름을 적거나, 이 서버는 "
        "Istio Gateway로 남긴다",
    ),
    "hosts": Text(
        LOST,
        "{field}: {host} cannot be the hostname of a route or listener",
        "{field}: 라우트나 리스너의 hostname이 될 수 없다: {host}",
    ),
}
