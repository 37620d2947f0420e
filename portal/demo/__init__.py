"""A portal full of believable life, to look at and to try: invented people, real verbs, ninety days of simulated time."""
