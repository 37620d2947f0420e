"""The service policy: languages, channels, severities, request types, plans, targets, tiers. Pure but for editions."""
