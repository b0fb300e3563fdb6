"""The web: pages and API over the services, and what holds for every request."""
