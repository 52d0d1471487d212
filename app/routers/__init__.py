"""HTTP: from a request to a deed and back."""
