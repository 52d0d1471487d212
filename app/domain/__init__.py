"""The rules of restorative casework, in plain Python: words, tables and pure decisions. No I/O, no clock, no framework."""
