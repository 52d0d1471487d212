"""The rows, and the one door to them. Knows SQLAlchemy; never raises HTTP."""
