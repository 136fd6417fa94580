"""Exercises of lesson 3: quotes."""
