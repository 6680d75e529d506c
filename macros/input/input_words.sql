{#- The words of a field, with what they mean: one row per word in lower case. -#}
{% macro input_words(field) -%}
    select
        lower(word) as word,
        min(meaning) as meaning
    from {{ ref('product_retention', 'input_words') }}
    where field = '{{ field }}'
    group by lower(word)
{%- endmacro %}
