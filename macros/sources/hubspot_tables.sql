{#- The tables of HubSpot: Fivetran puts property_ before the name of a property, Airbyte properties_. -#}
{% macro hubspot_tables() -%}
    {%- set options = [source_option('hubspot', 'same_as_field'), source_option('hubspot', 'company_field')] -%}
    {{ return({
        'deals': {
            'names': {'fivetran': 'deal', 'airbyte': 'deals'},
            'columns': {
                'deal_id': ['deal_id', 'id'],
                'stage_id': ['deal_pipeline_stage_id', 'properties_dealstage'],
                'is_closed_won': hubspot_property('hs_is_closed_won'),
                'amount': hubspot_property('amount'),
                'currency': hubspot_property('deal_currency_code'),
                'close_date': hubspot_property('closedate'),
                'lost_reason': hubspot_property('closed_lost_reason'),
                'company_ids': ['companies'],
                'line_ids': ['line_items'],
            },
            'needed': ['deal_id'],
            'key': 'deal_id',
        },
        'stages': {
            'names': {'fivetran': 'deal_pipeline_stage'},
            'columns': {'stage_id': ['stage_id'], 'is_closed_won': ['closed_won']},
            'is_optional': true,
        },
        'deal_companies': {
            'names': {'fivetran': 'deal_company'},
            'columns': {'deal_id': ['deal_id'], 'company_id': ['company_id'], 'type_id': ['type_id']},
            'needed': ['deal_id', 'company_id'],
        },
        'deal_lines': {
            'names': {'fivetran': 'line_item_deal'},
            'columns': {'deal_id': ['deal_id'], 'line_id': ['line_item_id']},
            'needed': ['deal_id', 'line_id'],
        },
        'line_items': {
            'names': {'fivetran': 'line_item', 'airbyte': 'line_items'},
            'columns': {
                'line_id': ['id'],
                'product_id': hubspot_property('hs_product_id') + ['product_id'],
                'name': hubspot_property('name'),
                'quantity': hubspot_property('quantity'),
                'price': hubspot_property('price'),
                'discount_percent': hubspot_property('hs_discount_percentage'),
                'discount_amount': hubspot_property('discount'),
                'amount': hubspot_property('amount'),
                'frequency': hubspot_property('recurringbillingfrequency'),
                'period': hubspot_property('hs_recurring_billing_period'),
                'term_months': hubspot_property('hs_term_in_months'),
                'starts_on': hubspot_property('hs_recurring_billing_start_date'),
                'delay_days': hubspot_property('hs_billing_start_delay_days'),
                'delay_months': hubspot_property('hs_billing_start_delay_months'),
                'ends_on': hubspot_property('hs_recurring_billing_end_date'),
                'currency': hubspot_property('hs_line_item_currency_code'),
                'arr': hubspot_property('hs_arr'),
                'created_at': hubspot_property('createdate') + ['createdAt'],
                'updated_at': hubspot_property('hs_lastmodifieddate') + ['updatedAt'],
                'same_as': hubspot_property(options[0]) if options[0] else [],
            },
            'needed': ['line_id', 'price', 'quantity', 'frequency'],
            'key': 'line_id',
        },
        'companies': {
            'names': {'fivetran': 'company', 'airbyte': 'companies'},
            'columns': {
                'company_id': ['id'],
                'name': hubspot_property('name'),
                'industry': hubspot_property('industry'),
                'owner_id': hubspot_property('hubspot_owner_id'),
                'parent_id': hubspot_property('hs_parent_company_id'),
                'created_at': hubspot_property('createdate'),
                'stated_company_id': hubspot_property(options[1]) if options[1] else [],
            },
            'needed': ['company_id'],
            'key': 'company_id',
            'is_optional': true,
        },
        'products': {
            'names': {'fivetran': 'product', 'airbyte': 'products'},
            'columns': {'product_id': ['id'], 'name': hubspot_property('name')},
            'needed': ['product_id'],
            'key': 'product_id',
            'is_optional': true,
        },
    }) }}
{%- endmacro %}

{#- The names of a property of HubSpot by loader. -#}
{% macro hubspot_property(name) -%}
    {{ return(['property_' ~ name, 'properties_' ~ name]) }}
{%- endmacro %}
