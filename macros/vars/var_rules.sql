{#- What is allowed for every var: its kind and, for a choice, its values. -#}
{% macro var_rules() -%}
    {%- set tables = [
        'products', 'product_aliases', 'companies', 'product_usage', 'account_signals',
        'exchange_rates',
    ] -%}
    {{ return({
        'input': {'kind': 'choice', 'values': ['sample', 'tables', 'files']},
        'raw_database': {'kind': 'text'},
        'raw_schema': {'kind': 'text'},
        'raw_path': {'kind': 'text'},
        'raw_format': {'kind': 'choice', 'values': ['csv', 'parquet']},
        'optional_inputs': {'kind': 'choices', 'values': tables},
        'absent_columns': {'kind': 'mapping'},
        'as_of_date': {'kind': 'date'},
        'loaded_at': {'kind': 'moment'},
        'known_at': {'kind': 'date'},
        'close_business_day': {'kind': 'number or none', 'least': 1, 'most': 20},
        'end_date_is_inclusive': {'kind': 'switch'},
        'value_basis': {'kind': 'choice', 'values': ['term_total', 'arr', 'mrr']},
        'reporting_currency': {'kind': 'currency'},
        'fx_mode': {'kind': 'choice', 'values': ['constant', 'monthly']},
        'renewal_grace_days': {'kind': 'number', 'least': 0, 'most': 366},
        'auto_renew_past_end': {'kind': 'switch'},
        'migration_detection': {'kind': 'switch'},
        'reactivation_counts_as_new_after_months': {
            'kind': 'number or none', 'least': 0, 'most': 1200,
        },
        'customer_grain': {'kind': 'choice', 'values': ['company', 'parent']},
        'method_floor_arr': {'kind': 'number', 'least': 0, 'most': 1000000000},
        'retention_windows': {'kind': 'numbers', 'least': 1, 'most': 120},
        'small_base_entities': {'kind': 'number', 'least': 0, 'most': 1000000},
        'customer_segments': {'kind': 'columns'},
        'license_attributes': {'kind': 'columns'},
        'pseudonymise_customers': {'kind': 'switch'},
        'reader_role': {'kind': 'role'},
        'schema_convention': {'kind': 'choice', 'values': ['prefixed', 'by_target']},
        'print_summary': {'kind': 'switch'},
    }) }}
{%- endmacro %}
