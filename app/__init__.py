"""The program: command line, session, recovery, and the window that ties the rooms together."""
