{#- The tables of Chargebee's Product Catalog 2.0. Airbyte keeps the items and discounts of a subscription
    as JSON within it; what Fivetran calls their tables is not verified, and so an option. -#}
{% macro chargebee_tables() -%}
    {%- set named, company = source_option('chargebee', 'tables'), source_option('chargebee', 'company_field') -%}
    {%- set same_as = source_option('chargebee', 'same_as_field') -%}
    {{ return({
        'subscriptions': {
            'names': {'fivetran': 'subscription', 'airbyte': 'subscription'},
            'columns': {
                'subscription_id': ['id'],
                'customer_id': ['customer_id'],
                'status': ['status'],
                'currency': ['currency_code'],
                'billing_period': ['billing_period'],
                'billing_unit': ['billing_period_unit'],
                'start_date': ['start_date'],
                'started_at': ['started_at'],
                'trial_end': ['trial_end'],
                'pause_date': ['pause_date'],
                'cancelled_at': ['cancelled_at'],
                'cancel_reason': ['cancel_reason_code'],
                'mrr': ['mrr'],
                'created_at': ['created_at'],
                'updated_at': ['updated_at'],
                'resource_version': ['resource_version'],
                'items': ['subscription_items'],
                'coupons': ['coupons'],
                'discounts': ['discounts'],
                'contract_term': ['contract_term'],
                'same_as': [same_as.split('.')[0]] if same_as else [],
            },
            'needed': [
                'subscription_id', 'customer_id', 'status', 'currency', 'billing_period', 'billing_unit',
            ],
        },
        'events': {
            'names': {'airbyte': 'event'},
            'columns': {
                'event_id': ['id'], 'occurred_at': ['occurred_at'], 'event_type': ['event_type'],
                'content': ['content'],
            },
            'needed': ['event_id', 'occurred_at', 'event_type', 'content'],
            'key': 'event_id',
        },
        'items': {
            'names': {'fivetran': named.get('items', 'subscription_item')},
            'columns': chargebee_item_columns(),
            'needed': ['subscription_id', 'item_price_id', 'quantity', 'unit_price'],
        },
        'coupons_used': {
            'names': {'fivetran': named.get('coupons', 'subscription_coupon')},
            'columns': {
                'subscription_id': ['subscription_id'], 'coupon_id': ['coupon_id'], 'apply_till': ['apply_till'],
            },
            'is_optional': true,
        },
        'discounts_used': {
            'names': {'fivetran': named.get('discounts', 'subscription_discount')},
            'columns': dict(subscription_id=['subscription_id'], **chargebee_discount_columns()),
            'is_optional': true,
        },
        'contract_terms': {
            'names': {'fivetran': named.get('contract_terms', 'contract_term')},
            'columns': {
                'subscription_id': ['subscription_id'], 'contract_start': ['contract_start'],
                'action_at_term_end': ['action_at_term_end'],
            },
            'is_optional': true,
        },
        'coupons': {
            'names': {'fivetran': 'coupon', 'airbyte': 'coupon'},
            'columns': {
                'coupon_id': ['id'], 'discount_type': ['discount_type'], 'percentage': ['discount_percentage'],
                'amount': ['discount_amount'], 'currency': ['currency_code'], 'duration_type': ['duration_type'],
                'apply_on': ['apply_on'], 'is_in_mrr': ['included_in_mrr'],
            },
            'needed': ['coupon_id', 'discount_type'],
            'key': 'coupon_id',
            'is_optional': true,
        },
        'item_prices': {
            'names': {'fivetran': 'item_price', 'airbyte': 'item_price'},
            'columns': {
                'item_price_id': ['id'], 'item_id': ['item_id'], 'item_type': ['item_type'],
                'pricing_model': ['pricing_model'],
            },
            'needed': ['item_price_id', 'item_id', 'pricing_model'],
            'key': 'item_price_id',
            'hint': 'Product Catalog 1.0, with plans and addons, is not read.',
        },
        'companies': {
            'names': {'fivetran': 'customer', 'airbyte': 'customer'},
            'columns': {
                'company_id': ['id'], 'name': ['company'], 'created_at': ['created_at'],
                'industry': [], 'owner_id': [], 'parent_id': [],
                'stated_company_id': [company] if company else [],
            },
            'needed': ['company_id'],
            'key': 'company_id',
            'is_optional': true,
        },
        'products': {
            'names': {'fivetran': 'item', 'airbyte': 'item'},
            'columns': {'product_id': ['id'], 'name': ['name'], 'is_metered': ['metered']},
            'needed': ['product_id'],
            'key': 'product_id',
            'is_optional': true,
        },
    }) }}
{%- endmacro %}

{#- The columns of an item of a subscription, which are the names in its JSON, too. -#}
{% macro chargebee_item_columns() -%}
    {{ return({
        'subscription_id': ['subscription_id'],
        'item_price_id': ['item_price_id'],
        'item_type': ['item_type'],
        'quantity': ['quantity'],
        'quantity_in_decimal': ['quantity_in_decimal'],
        'free_quantity': ['free_quantity'],
        'free_quantity_in_decimal': ['free_quantity_in_decimal'],
        'unit_price': ['unit_price'],
        'unit_price_in_decimal': ['unit_price_in_decimal'],
    }) }}
{%- endmacro %}

{#- The same of a discount that is no coupon. -#}
{% macro chargebee_discount_columns() -%}
    {{ return({
        'discount_id': ['id'],
        'discount_type': ['type'],
        'percentage': ['percentage'],
        'amount': ['amount'],
        'quantity': ['quantity'],
        'currency': ['currency_code'],
        'duration_type': ['duration_type'],
        'apply_on': ['apply_on'],
        'item_price_id': ['item_price_id'],
        'is_in_mrr': ['included_in_mrr'],
        'apply_till': ['apply_till'],
    }) }}
{%- endmacro %}

{#- How the past of a subscription is known: by its events, its versions, or not at all (current). -#}
{% macro chargebee_history() -%}
    {%- set is_fivetran = source_option('chargebee', 'loader') == 'fivetran' -%}
    {{ return(source_option('chargebee', 'history') or ('current' if is_fivetran else 'events')) }}
{%- endmacro %}
