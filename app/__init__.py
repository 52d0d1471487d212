"""Herstel: the casework API for restorative practice.

A core with rings around it, the same nouns as file names in every ring: `domain` holds the rules as plain Python; `store` the rows
and the one door to them; `actions` the deeds; `schemas` the shapes on the wire; `routers` the HTTP; `jobs` the work that nobody waits
for. Seven words carry the house: Principal (who), Secrecy (the class of a row), Act (a deed), Reach (how far), Store (the door),
Lifecycle (a table of transitions), Problem (how it says no).
"""

VERSION = "0.1.0"
