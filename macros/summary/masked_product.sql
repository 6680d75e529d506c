{#- The product with the lowest long-window NRR, if its base is not small and it lies below both
    100 % and the company; none otherwise. -#}
{% macro masked_product(company, products) -%}
    {%- set found = [] -%}
    {%- for product in products -%}
        {%- if
            product['long_nrr'] is not none and not product['is_small_base']
            and product['long_nrr'] < 1 and product['long_nrr'] < company['long_nrr']
            and (not found or product['long_nrr'] < found[0]['long_nrr'])
        -%}
            {%- do found.insert(0, product) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found[0] if found else none) }}
{%- endmacro %}
