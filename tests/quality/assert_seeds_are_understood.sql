-- Each row of the seeds that people edit says what can be done: else the marts stay as they were.
{{ config(severity='error', meta={'has_messages': true}, tags=['gate']) }}
select
    seed_name,
    message
from {{ ref('product_retention', 'int_seed_mistakes') }}
order by seed_name asc, message asc
