{#- Stops the run where the history of licences or the closed months cannot serve it. -#}
{% macro check_history() -%}
    {%- if execute and takes_part() -%}
        {%- set known_at, history = setting('known_at'), license_versions_relation() -%}
        {%- set history = adapter.get_relation(history.database, history.schema, history.identifier) -%}
        {%- set closed_months = closed_relation('closed_months') -%}
        {%- if known_at is not none and not history -%}
            {{ exceptions.raise_compiler_error(
                'var known_at is ' ~ known_at ~ ', but there is no history yet: build once without it'
            ) }}
        {%- endif -%}
        {%- set is_over_others = closed_months and run_query(
            'select count(*) from ' ~ closed_months ~ " where source_input <> 'sample'"
        ).rows[0][0] or history and last_built_input() not in [none, 'sample'] -%}
        {%- if setting('input') == 'sample' and is_over_others -%}
            {{ exceptions.raise_compiler_error(
                'var input is sample, but ' ~ target.database ~ ' holds other licences and their history: '
                ~ 'did you forget VARS or vars.yml? Build the sample into another database or schema'
            ) }}
        {%- endif -%}
        {%- if history -%}
            {%- set reach_sql -%}
            select
                {{ text_of('min(dbt_valid_from)') }} as begins_at,
                {{ text_of('max(coalesce(dbt_valid_to, dbt_valid_from))') }} as reaches_to,
                {{ text_of(load_time()) }} as loaded_at,
                coalesce(max(coalesce(dbt_valid_to, dbt_valid_from)) > {{ load_time() }}, false) as is_ahead
            from {{ history }}
            {%- endset -%}
            {%- set reach = queried_rows(reach_sql)[0] -%}
            {%- if known_at is none and reach['is_ahead'] -%}
                {{ exceptions.raise_compiler_error(
                    'this load is dated ' ~ reach['loaded_at'] ~ ', but the history of licences reaches to '
                    ~ reach['reaches_to'] ~ ': loads must come in the order of time (var loaded_at)'
                ) }}
            {%- elif known_at is not none and reach['begins_at'][:10] > known_at | string -%}
                {{ exceptions.raise_compiler_error(
                    'var known_at is ' ~ known_at ~ ', but the history of licences begins on '
                    ~ reach['begins_at']
                ) }}
            {%- endif -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
