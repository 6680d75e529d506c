{#- What happened to a licence between two month ends, in words. -#}
{% macro license_words(license, licenses) -%}
    {%- set words = [] -%}
    {%- if license['arr_before'] is none -%}
        {%- do words.append('starts on ' ~ license['starts_on']) -%}
        {%- if license['renewal_of_license_id'] is not none -%}
            {%- do words.append('renews ' ~ license['renewal_of_license_id']) -%}
            {%- for renewed in licenses if renewed['license_id'] == license['renewal_of_license_id'] -%}
                {%- do words.append(
                    'ARR ' ~ amount(renewed['arr_before']) ~ ' -> ' ~ amount(license['arr_after'])
                ) if renewed['arr_before'] != license['arr_after'] -%}
                {%- do words.append(
                    'quantity ' ~ quantity(renewed['quantity_before']) ~ ' -> '
                    ~ quantity(license['quantity_after'])
                ) if renewed['quantity_before'] != license['quantity_after'] -%}
            {%- endfor -%}
        {%- endif -%}
    {%- elif license['arr_after'] is none -%}
        {%- if license['was_kept'] -%}
            {%- do words.append('ended on ' ~ license['last_day'] ~ ', was kept until now') -%}
        {%- else -%}
            {%- do words.append('ends on ' ~ license['last_day']) -%}
        {%- endif -%}
        {%- if license['renewed_by_license_id'] is not none -%}
            {%- do words.append('renewed by ' ~ license['renewed_by_license_id']) -%}
        {%- elif license['renewal_status'] is not none -%}
            {%- do words.append('marked as ' ~ license['renewal_status']) -%}
        {%- endif -%}
        {%- do words.append(license['lost_reason']) if license['lost_reason'] is not none -%}
    {%- else -%}
        {%- if license['is_kept'] and not license['was_kept'] -%}
            {%- do words.append('ended on ' ~ license['last_day'] ~ ', is kept') -%}
        {%- endif -%}
        {%- if license['arr_before'] != license['arr_after'] -%}
            {%- do words.append('exchange rate of ' ~ license['currency']) -%}
        {%- endif -%}
        {%- do words.append('unchanged') if not words -%}
    {%- endif -%}
    {{ return(words | join('; ')) }}
{%- endmacro %}
