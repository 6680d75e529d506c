{#- The tables of Stripe. Airbyte keeps the items, prices and discounts of a subscription as JSON within it. -#}
{% macro stripe_tables() -%}
    {%- set same_as, company = source_option('stripe', 'same_as_field'), source_option('stripe', 'company_field') -%}
    {{ return({
        'subscriptions': {
            'names': {'fivetran': 'subscription_history', 'airbyte': 'subscriptions'},
            'columns': {
                'subscription_id': ['id'],
                'customer_id': ['customer_id', 'customer'],
                'status': ['status'],
                'is_live': ['livemode'],
                'changed_at': ['_fivetran_start', 'updated'],
                'is_active_version': ['_fivetran_active'],
                'start_date': ['start_date'],
                'trial_end': ['trial_end'],
                'cancel_at': ['cancel_at'],
                'cancels_at_period_end': ['cancel_at_period_end'],
                'ended_at': ['ended_at'],
                'pause': ['pause_collection_behavior', 'pause_collection'],
                'current_period_end': ['current_period_end'],
                'created_at': ['created'],
                'metadata': ['metadata'],
                'items': ['items'],
                'discount': ['discount'],
            },
            'needed': ['subscription_id', 'customer_id', 'status', 'start_date'],
        },
        'items': {
            'names': {'fivetran': 'subscription_item'},
            'columns': {
                'item_id': ['id'],
                'subscription_id': ['subscription_id'],
                'price_id': ['plan_id', 'price_id'],
                'quantity': ['quantity'],
                'created_at': ['created'],
                'current_period_end': ['current_period_end'],
                'same_as': [same_as] if same_as else [],
            },
            'needed': ['item_id', 'subscription_id', 'price_id'],
            'key': 'item_id',
        },
        'prices': {
            'names': {'fivetran': 'price'},
            'columns': {
                'price_id': ['id'],
                'product_id': ['product_id'],
                'currency': ['currency'],
                'unit_amount': ['unit_amount_decimal', 'unit_amount'],
                'billing_interval': ['recurring_interval'],
                'interval_count': ['recurring_interval_count'],
                'usage_type': ['recurring_usage_type'],
                'billing_scheme': ['billing_scheme'],
                'price_type': ['type'],
                'divide_by': ['transform_quantity_divide_by'],
                'divide_round': ['transform_quantity_round'],
            },
            'needed': ['price_id', 'product_id', 'currency', 'unit_amount', 'billing_interval'],
            'key': 'price_id',
        },
        'invoices': {
            'names': {'fivetran': 'invoice'},
            'columns': {
                'invoice_id': ['id'], 'customer_id': ['customer_id'], 'status': ['status'],
                'created_at': ['created'],
            },
            'needed': ['invoice_id', 'status'],
            'key': 'invoice_id',
        },
        'invoice_lines': {
            'names': {'fivetran': 'invoice_line_item'},
            'columns': {
                'line_id': ['id'],
                'invoice_id': ['invoice_id'],
                'subscription_id': ['subscription_id'],
                'item_id': ['subscription_item_id'],
                'price_id': ['price_id', 'plan_id'],
                'quantity': ['quantity'],
                'amount': ['amount'],
                'currency': ['currency'],
                'is_proration': ['proration'],
                'period_start': ['period_start'],
                'period_end': ['period_end'],
                'is_live': ['livemode'],
            },
            'needed': ['line_id', 'invoice_id', 'item_id', 'price_id', 'amount', 'is_proration'],
            'key': 'line_id',
        },
        'discounts': {
            'names': {'fivetran': 'discount'},
            'columns': {
                'discount_id': ['id'], 'discounted_type': ['type'], 'discounted_id': ['type_id'],
                'coupon_id': ['coupon_id'], 'starts_at': ['start'], 'ends_at': ['end'],
            },
            'is_optional': true,
        },
        'subscription_discounts': {
            'names': {'fivetran': 'subscription_discount'},
            'columns': {
                'discount_id': ['id'], 'subscription_id': ['subscription_id'],
                'coupon_id': ['coupon_id'], 'starts_at': ['start'], 'ends_at': ['end'],
            },
            'is_optional': true,
        },
        'coupons': {
            'names': {'fivetran': 'coupon'},
            'columns': {
                'coupon_id': ['id'], 'percent_off': ['percent_off'], 'amount_off': ['amount_off'],
                'currency': ['currency'], 'duration': ['duration'],
                'duration_months': ['duration_in_months'],
            },
            'key': 'coupon_id',
            'is_optional': true,
        },
        'companies': {
            'names': {'fivetran': 'customer', 'airbyte': 'customers'},
            'columns': {
                'company_id': ['id'], 'name': ['name'], 'created_at': ['created'],
                'industry': [], 'owner_id': [], 'parent_id': [],
                'stated_company_id': [company] if company else [], 'metadata': ['metadata'],
            },
            'needed': ['company_id'],
            'key': 'company_id',
            'is_optional': true,
        },
        'products': {
            'names': {'fivetran': 'product', 'airbyte': 'products'},
            'columns': {'product_id': ['id'], 'name': ['name']},
            'needed': ['product_id'],
            'key': 'product_id',
            'is_optional': true,
        },
    }) }}
{%- endmacro %}

{#- How the past of a subscription is known: by its invoices, its versions, or not at all (current). -#}
{% macro stripe_history() -%}
    {%- set is_fivetran = source_option('stripe', 'loader') == 'fivetran' -%}
    {{ return(source_option('stripe', 'history') or ('invoices' if is_fivetran else 'versions')) }}
{%- endmacro %}
