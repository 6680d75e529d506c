"""The marts that a build publishes, for what reads them: the dashboard and the workbook."""
