"""What runs in the background for as long as the site does."""
