{#- Lists columns whose text is not null, as: is_trial is "maybe"; length is "ten". Null where there
    is none. The texts are in columns of the same names behind a prefix. -#}
{% macro named_texts(columns, prefix) -%}
    case
        when
            coalesce(
                {{ prefix }}{{ columns | join(', ' ~ prefix) }}
            ) is not null
            then substr(
                {%- for column in columns %}
                {{ '|| ' if not loop.first -}}
                coalesce('; {{ column }} is "' || {{ prefix }}{{ column }} || '"', '')
                {%- endfor %}, 3
            )
    end
{%- endmacro %}
