"""What things cost: ratios of one interleaved run, never a test."""
