"""Operations: what keeps a portal well — backup and restore, the doctor, the place it runs in."""
