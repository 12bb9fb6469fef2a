"""The tables of ports and of messages on the reference pages."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from snippet_check.diagnostics import MessageType
from snippet_check.facts.ports import Port, data, ports
from snippet_check.facts.versions import MODELLED
from snippet_check.render.levels import LEVEL_WORDS
from snippet_check.render.ports import HEADERS, port_rows
from snippet_check.render.table import html_table
from snippet_check.site.messages import messages, page_of, template

_MESSAGE_HEADERS = {"ko": ("코드", "등급", "이름", "메시지"), "en": ("Code", "Level", "Name", "Message")}


def reserved_ports(language: str) -> str:
    """The ports that an application must not listen on, and the user id it must not run as."""
    return _ports((port for port in ports(MODELLED) if port.reserved), language)


def other_ports(language: str) -> str:
    """The ports of the control plane and of gateways: no workload's business, but not to be blocked either."""
    return _ports((port for port in ports(MODELLED) if not port.reserved), language)


def former_ports(language: str) -> str:
    """The ports that some version had and the modelled one has no more."""
    now = ports(MODELLED)
    return _ports((port for port in ports() if port not in now), language)


def user_id(language: str) -> str:
    """The sidecar's user id, and why no application may have it."""
    reserved = data()["user_id"]
    return f"<p><strong>UID {reserved['id']}</strong>: {escape(reserved['reason'][language])}</p>"


def server_first_ports(language: str) -> str:
    """Well-known ports of protocols in which the server speaks first."""
    return ", ".join(f"{one['port']} ({one['protocol']})" for one in data()["server_first"])


def message_table(language: str) -> str:
    """Every message code, with the way to its page."""
    return html_table(_MESSAGE_HEADERS[language], (_message_row(message, language) for message in messages()))


def _ports(chosen: Iterable[Port], language: str) -> str:
    rows = port_rows(chosen, language)
    return html_table(HEADERS[language], ([escape(cell) for cell in row] for row in rows))


def _message_row(message: MessageType, language: str) -> tuple[str, ...]:
    return (
        f'<a href="{page_of(message.code)}">{message.code}</a>',
        LEVEL_WORDS[message.level][language],
        escape(message.name),
        escape(template(message, language)),
    )
