{{ config(enabled=uses_source('chargebee')) }}
{%- set path = (source_option('chargebee', 'same_as_field') or '').split('.') -%}
{%- set columns = chargebee_tables()['subscriptions'].columns | reject('equalto', 'same_as') %}
with loaded as (
    {{ source_rows('chargebee', 'subscriptions') | indent(4) }}
)

select
    source_connection,
    {{ columns | join(',\n    ') }},
    {{ json_text('same_as', path[1:]) if path | length > 1 else 'same_as' }} as same_as,
    is_deleted,
    synced_at
from loaded
