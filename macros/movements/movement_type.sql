{#- The type of a change of a customer's ARR in a product, beside what migrates. -#}
{% macro movement_type(
    opening_arr, base_arr, arr, is_migrating, customer_opening_arr, customer_arr,
    is_customer_returning, is_product_returning
) -%}
    case
        when ({{ is_migrating }} or {{ opening_arr }} > 0) and {{ arr }} > {{ base_arr }}
            then 'expansion'
        when {{ is_migrating }} or ({{ opening_arr }} > 0 and {{ arr }} > 0) then 'contraction'
        when {{ opening_arr }} > 0 and {{ customer_arr }} > 0 then 'product_churn'
        when {{ opening_arr }} > 0 then 'churn'
        when {{ customer_opening_arr }} = 0 and {{ is_customer_returning }} then 'reactivation'
        when {{ customer_opening_arr }} = 0 then 'new'
        when {{ is_product_returning }} then 'reactivation'
        else 'cross_sell'
    end
{%- endmacro %}
