-- The least that any solution has to do: read every column of the raw licences once, and write the
-- rows of the dense spine once. measure.py attaches a database with a finished spine as `finished`
-- and sets the variable `raw_path`.
select count(columns(*)) from read_parquet(getvariable('raw_path') || '/licenses.parquet');

create table fct_arr_monthly as
select * from finished.fct_arr_monthly;
