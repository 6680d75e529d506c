{#- Stops the run where the history of licences cannot serve it: a day before it begins is asked
    for, or a load is dated before one that it already holds; and where the bundled sample would get
    among closed months of other licences. -#}
{% macro check_history() -%}
    {%- if execute -%}
        {%- set history = license_versions_relation() -%}
        {%- set exists = adapter.get_relation(history.database, history.schema, history.identifier) -%}
        {%- set known_at = var('known_at') -%}
        {%- if known_at is not none and not exists -%}
            {{ exceptions.raise_compiler_error(
                'var known_at is ' ~ known_at ~ ', but there is no history yet: build once without it'
            ) }}
        {%- elif var('input') == 'sample' and has_own_closed_months() -%}
            {{ exceptions.raise_compiler_error(
                'var input is sample, but months of other licences are closed in '
                ~ target.database ~ ': build the sample into another database or schema'
            ) }}
        {%- elif exists -%}
            {%- set reach = queried_rows(history_reach_sql(exists))[0] -%}
            {%- if known_at is not none and not reach['is_begun'] -%}
                {{ exceptions.raise_compiler_error(
                    'var known_at is ' ~ known_at ~ ', but the history of licences begins on '
                    ~ reach['begins_at']
                ) }}
            {%- elif known_at is none and reach['is_ahead'] -%}
                {{ exceptions.raise_compiler_error(
                    'this load is dated ' ~ reach['loaded_at'] ~ ', but the history of licences reaches to '
                    ~ reach['reaches_to'] ~ ': loads must come in the order of time (var loaded_at)'
                ) }}
            {%- endif -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
