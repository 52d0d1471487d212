"""What is kept for how long, and what remains when it is gone (S8)."""
