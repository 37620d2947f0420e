"""The desk: queue, work on a ticket, resolving and publishing, set-up, and the lead's pages."""
