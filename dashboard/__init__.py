"""The page of the marts: reads the published file and writes HTML, PDF and PNG."""
