"""The database's own walls: held against the grids, and attacked."""
