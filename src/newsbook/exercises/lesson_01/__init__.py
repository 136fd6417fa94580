"""Exercises of lesson 1: tokenising."""
