"""Articles: their revisions, review, rendering, the mirror in the folder, votes."""
