"""The guided form: drafts, questions, suggestions, severity; it hands a finished draft to `tickets.opening`."""
