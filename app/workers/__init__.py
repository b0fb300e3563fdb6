"""Work that is done apart from the server: in processes that may use little and reach nothing."""
