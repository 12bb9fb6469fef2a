"""What EnvoyFilters make of a proxy's configuration."""
