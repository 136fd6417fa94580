"""A class answers together, and sees itself: the activity, the counts, the heat map, the server.

Nobody but the command line and `newsbook.join` may import this room.
"""
