"""`make start` and `make leeg`: everything that runs, from one command, in one data directory.

Free of Django: it runs Django's processes and outlives their mistakes.
"""
