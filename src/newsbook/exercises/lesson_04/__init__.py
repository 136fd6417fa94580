"""Lesson 4: who said what, put together at the desk."""
