"""What the mentions of a clause have to do with one another."""
