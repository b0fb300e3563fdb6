"""What programs ask for, by the same nouns as the pages."""
