"""The exercises of lesson 2, entities. A file for each; the registry finds them by their place."""
