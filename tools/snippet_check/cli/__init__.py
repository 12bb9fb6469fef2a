"""The command line: one module of this package per subcommand, imported only when it is asked for."""
