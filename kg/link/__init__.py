"""What the mentions of a report denote: whose report it is, and which body, place or undertaking a name means."""
