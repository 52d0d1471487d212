"""The audit log, as those would attack it who could gain from another past."""
