"""What became of a call, in a few words of each language."""

from __future__ import annotations

from snippet_check.simulate import Disposition

DISPOSITION_WORDS = {
    Disposition.FORWARDED: {"ko": "업스트림으로 보냄", "en": "sent to the upstream"},
    Disposition.REDIRECTED: {"ko": "다른 주소로 돌려보냄", "en": "redirected"},
    Disposition.DIRECT_RESPONSE: {"ko": "프록시가 직접 답함", "en": "answered by the proxy"},
    Disposition.PASSTHROUGH: {"ko": "모르는 곳이라 그대로 내보냄", "en": "passed through, destination unknown"},
    Disposition.BLACKHOLE: {"ko": "모르는 곳이라 막음", "en": "blocked, destination unknown"},
    Disposition.NO_LISTENER: {"ko": "듣는 리스너가 없음", "en": "no listener"},
    Disposition.NO_FILTER_CHAIN: {"ko": "맞는 filter chain이 없음", "en": "no filter chain fits"},
    Disposition.NO_VIRTUAL_HOST: {"ko": "맞는 virtual host가 없음", "en": "no virtual host fits"},
    Disposition.NO_ROUTE: {"ko": "맞는 라우트가 없음", "en": "no route fits"},
    Disposition.NO_CLUSTER: {"ko": "목적지 클러스터가 없음", "en": "the cluster does not exist"},
    Disposition.NO_HEALTHY_UPSTREAM: {"ko": "보낼 엔드포인트가 없음", "en": "no endpoint to send to"},
    Disposition.TLS_ERROR: {"ko": "TLS 핸드셰이크 실패", "en": "the TLS handshake fails"},
    Disposition.PROTOCOL_ERROR: {"ko": "프로토콜이 맞지 않음", "en": "the protocol does not fit"},
    Disposition.DENIED: {"ko": "정책이 거절함", "en": "denied by policy"},
    Disposition.FAULT_ABORTED: {"ko": "주입한 장애로 끝남", "en": "ended by an injected fault"},
    Disposition.OVERFLOW: {"ko": "circuit breaker가 막음", "en": "refused by a circuit breaker"},
    Disposition.TIMEOUT: {"ko": "기다리다 포기함", "en": "timed out"},
}
"""Complete: a contract test holds it against Disposition."""
