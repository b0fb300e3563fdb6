"""What the server bears: loads asked by wrk (``make load``), and a moment of them in the suite."""
