{#- The columns in which every source ends, in their order, each with its type. -#}
{% macro licence_columns() -%}
    {%- set text, amount, flag = dbt.type_string(), amount_type(), 'boolean' -%}
    {%- set columns = {} -%}
    {%- for names, type in [
        (['license_id', 'stated_license_id', 'customer_id', 'product_text', 'renewal_of_license_id'], text),
        (['currency', 'status_text', 'renewal_status', 'lost_reason'] + list_var('license_attributes'), text),
        (['arr_amount', 'mrr_amount', 'value_amount', 'quantity', 'length_months'], amount),
        (['unread_line', 'unread_arr', 'unread_mrr', 'unread_value', 'unread_quantity'], text),
        (['unread_flags', 'unread_fields', 'missing_words'], text),
        (['is_end_date_included', 'is_fixed_term', 'auto_renews', 'is_recurring'], flag),
        (['is_trial', 'is_deleted'], flag),
        (['from_date', 'to_date', 'renewal_date', 'notice_date'], 'date'),
        (['unread_from_date', 'unread_to_date', 'unread_created_at', 'unread_updated_at'], text),
        (['created_at', 'updated_at'], 'timestamp'),
    ] -%}
        {%- for name in names -%}
            {%- do columns.update({name: type}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}

{#- The columns that say where a licence comes from, each with its type. -#}
{% macro source_contract_columns() -%}
    {%- set text = dbt.type_string() -%}
    {{ return({
        'source_system': text, 'source_connection': text, 'source_record_id': text, 'same_as': text,
        'source_issue': text,
    }) }}
{%- endmacro %}

{#- The last query of a source: every column of the contract in its order and type, null where the source
    gives none. source_record_id and from_date make license_id: with the day where a record has several
    licences. -#}
{% macro licence_contract(source, relation, columns, is_dated=false) -%}
    {%- set types = dict(licence_columns(), **source_contract_columns()) -%}
    {%- set given = dict(columns, source_system="'" ~ source ~ "'", source_connection='source_connection') -%}
    {%- set record, day = columns.source_record_id, columns.from_date -%}
    {%- set id = source_key(source, record)
        ~ (" || ':' || replace(cast(" ~ day ~ ' as ' ~ dbt.type_string() ~ "), '-', '')" if is_dated) -%}
    select
        {%- for column, type in dict(types, synced_at='timestamp').items() %}
        cast({{ id if column in ['license_id', 'stated_license_id'] else given.get(column, 'null') }}
            as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ relation }}
{%- endmacro %}

{#- By what a record of a source is known among all sources: <source>:<record>, with the connection
    where the source has several. -#}
{% macro source_key(source, record) -%}
    {%- set connection = " || '.' || source_connection" if source_schemas(source) | length > 1 else '' -%}
    {{ return("'" ~ source ~ "'" ~ connection ~ " || ':' || " ~ record) }}
{%- endmacro %}

{#- The same of a column that names the source, whatever its connection: what links name. -#}
{% macro record_key(source, record) -%}
    {{ return(source ~ " || ':' || " ~ record) }}
{%- endmacro %}
