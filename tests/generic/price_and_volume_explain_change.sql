{% test price_and_volume_explain_change(
    model,
    change='arr_change',
    parts=['volume_arr', 'price_arr', 'unattributed_arr'],
    where="movement_type in ('expansion', 'contraction')"
) %}
{%- set model = tested_model(model) %}
select
    *,
    {{ change }} - ({{ parts | join(' + ') }}) as difference
from {{ model }}
where
    {{ where }}
    and (
        {{ change }} <> {{ parts | join(' + ') }}
        {%- for part in parts %}
        or {{ part }} is null
        {%- endfor %}
    )
{% endtest %}
