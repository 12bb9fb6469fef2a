"""site: what the pages' blocks and mkdocs call. What a block prints is returned, never printed here."""

from snippet_check.site.contents import contents
from snippet_check.site.converted import converted
from snippet_check.site.effective import clusters
from snippet_check.site.mesh_config import mesh_config_table
from snippet_check.site.output import output
from snippet_check.site.references import (
    former_ports,
    message_table,
    other_ports,
    reserved_ports,
    server_first_ports,
    user_id,
)
from snippet_check.site.show import show, world
from snippet_check.site.sources import source
from snippet_check.site.status import status

__all__ = [
    "clusters",
    "contents",
    "converted",
    "former_ports",
    "mesh_config_table",
    "message_table",
    "other_ports",
    "output",
    "reserved_ports",
    "server_first_ports",
    "show",
    "source",
    "status",
    "user_id",
    "world",
]
