"""Letters out: made by followers from events and from the outbox, rendered and delivered by the job."""
