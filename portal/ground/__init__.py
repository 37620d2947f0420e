"""The ground every room stands on: settings, time, database, followers, outbox, words, site."""
