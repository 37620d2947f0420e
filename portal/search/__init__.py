"""Search: analysis per language, the engine, the index as a follower, results, home and topic pages."""
