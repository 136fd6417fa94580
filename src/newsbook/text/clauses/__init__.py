"""Sentences as the quote steps read them: words by their kind, quoted pieces as one item each."""
