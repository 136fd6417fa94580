"""Exercises of lesson 0: the interface itself."""
