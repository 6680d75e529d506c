{#- One row for each setting that bears on all customers and is not as it was: fingerprints that
    differ, and a reporting date that went back. -#}
{% macro changed_settings_sql() -%}
select settings.setting
from (
    select
        setting,
        max(case when build_id = '{{ invocation_id }}' then fingerprint end) as is_now,
        max(case when build_id <> '{{ invocation_id }}' then fingerprint end) as was
    from {{ ref('int_build_fingerprints') }}
    group by setting
) as settings
where
    case
        when settings.setting = 'the reporting date' then settings.is_now < settings.was
        when settings.setting = 'the newest update' then false
        when settings.setting like 'rate %' then false
        else settings.is_now is distinct from settings.was
    end
{%- endmacro %}
