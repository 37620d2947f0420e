"""What anyone may read about the support itself: how it works, what it promises, under which edition."""
