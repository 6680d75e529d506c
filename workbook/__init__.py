"""The workbook: the marts as XLSX, with the formulas of NRR and GRR in the cells."""
