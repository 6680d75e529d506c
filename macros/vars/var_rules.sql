{#- What is allowed for every var: in words and as a pattern of its value in JSON, or as the least and
    the most of a whole number. A rule may add or_null, is_day (of the calendar), is_list (of
    different items), is_filled (a list of at least one item), needs (what one item must be) and taken (what none may
    be). -#}
{% macro var_rules() -%}
    {%- set text = {'allowed': 'a text', 'pattern': '".*"'} -%}
    {%- set switch = {'allowed': 'true, false', 'pattern': 'true|false'} -%}
    {%- set day = {
        'allowed': 'a day as YYYY-MM-DD, or null', 'pattern': '".{10}"', 'is_day': true, 'or_null': true,
    } -%}
    {%- set tables = [
        'products', 'product_aliases', 'companies', 'product_usage', 'account_signals', 'exchange_rates',
    ] -%}
    {#- These words end in an error of some database where they stand for a column. -#}
    {%- set sql_words = [
        'all', 'analyse', 'analyze', 'and', 'any', 'array', 'as', 'asc', 'at', 'authorization', 'between',
        'both', 'by', 'case', 'cast', 'check', 'collate', 'column', 'constraint', 'create', 'cross',
        'cube', 'current', 'current_date', 'default', 'delete', 'desc', 'distinct', 'do', 'drop', 'else',
        'end', 'except', 'exists', 'false', 'fetch', 'filter', 'for', 'foreign', 'from', 'full', 'grant',
        'group', 'grouping', 'groups', 'having', 'if', 'in', 'inner', 'insert', 'intersect', 'interval',
        'into', 'is', 'join', 'lateral', 'leading', 'left', 'like', 'limit', 'natural', 'new', 'not',
        'null', 'of', 'off', 'offset', 'old', 'on', 'only', 'or', 'order', 'outer', 'over', 'partition',
        'percent', 'pivot', 'placing', 'primary', 'qualify', 'range', 'recursive', 'references', 'right',
        'rollup', 'row', 'rows', 'sample', 'select', 'semi', 'session_user', 'set', 'snapshot', 'some',
        'summarize', 'symmetric', 'table', 'tag', 'then', 'to', 'top', 'trailing', 'treat', 'true', 'union',
        'unique', 'unnest', 'unpivot', 'update', 'user', 'using', 'values', 'variadic', 'when', 'where',
        'window', 'with', 'within',
    ] -%}
    {%- set extra_columns = {
        'allowed': 'a list of extra columns (names of lower-case letters, digits and _, none that the '
            ~ 'project itself uses, no word of SQL; column_names gives a column another name)',
        'pattern': '"[a-z_][a-z0-9_]*"', 'is_list': true,
        'taken': [
            'license_id', 'company_id', 'customer_id', 'customer_name', 'product', 'product_id',
            'product_text', 'value', 'mrr', 'arr', 'currency', 'quantity', 'from_date', 'to_date',
            'to_date_included', 'fixed_period', 'length', 'status', 'status_text', 'renewal_status',
            'auto_renews', 'renewal_date', 'notice_date', 'renewal_of_license_id', 'is_recurring',
            'is_trial', 'is_deleted', 'lost_reason', 'created_at', 'updated_at', 'valid_from', 'name',
            'segment', 'industry', 'region', 'owner', 'parent_company_id', 'parent_customer_id',
            'first_arr_month', 'current_arr', 'is_active', 'is_in_companies', 'starts_on',
            'ends_before', 'pending_arr', 'arr_in_currency', 'pending_arr_in_currency',
            'exchange_rate', 'is_in_catalog', 'stated_ends_before', 'renewed_on',
        ] + sql_words,
    } -%}
    {{ return({
        'input': {'allowed': 'sample, tables, files', 'pattern': '"(sample|tables|files)"'},
        'raw_database': text,
        'raw_schema': text,
        'raw_path': text,
        'raw_format': {'allowed': 'csv, parquet; xlsx with make, which turns it into parquet', 'pattern': '"(csv|parquet)"'},
        'optional_inputs': {
            'allowed': 'a list of ' ~ tables | join(', '),
            'pattern': '"(' ~ tables | join('|') ~ ')"', 'is_list': true,
        },
        'raw_models': {
            'allowed': 'a mapping of raw tables (licenses, ' ~ tables | join(', ')
                ~ ') to names of models, such as licenses: stg_billing__licenses',
            'pattern': '\\{("(licenses|' ~ tables | join('|') ~ ')": "\\w+"(, )?)*\\}',
        },
        'column_names': {
            'allowed': 'a mapping of raw tables (licenses, ' ~ tables | join(', ')
                ~ ') to mappings of column names, such as licenses: {arr: Yearly amount}',
            'pattern': '\\{(("(licenses|' ~ tables | join('|')
                ~ ')": \\{("[^"]+": "([^"\\\\]|\\\\.)+"(, )?)*\\})(, )?)*\\}',
        },
        'license_key': {
            'allowed': 'license_id, and with it product, from_date or both',
            'pattern': '"(license_id|product|from_date)"', 'is_list': true, 'needs': 'license_id',
        },
        'number_format': {'allowed': 'auto, point, comma', 'pattern': '"(auto|point|comma)"'},
        'date_format': {
            'allowed': 'auto, iso, dmy, mdy, excel_serial, epoch',
            'pattern': '"(auto|iso|dmy|mdy|excel_serial|epoch)"',
        },
        'source_timezone': {
            'allowed': 'the name of a time zone, such as UTC or Europe/Berlin',
            'pattern': '"(UTC|[A-Z][A-Za-z]+(/[A-Za-z0-9_+-]+){1,2})"',
        },
        'as_of_date': day,
        'loaded_at': {
            'allowed': 'a moment as YYYY-MM-DD or YYYY-MM-DD HH:MM:SS, or null',
            'pattern': '".{10}( ([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d)?"', 'is_day': true, 'or_null': true,
        },
        'known_at': day,
        'keep_history': switch,
        'close_business_day': {'least': 1, 'most': 20, 'or_null': true},
        'restated_share_limit': {
            'allowed': 'a share, such as 0.1 for a tenth', 'pattern': '\\d+(\\.\\d+)?',
        },
        'end_date_is_inclusive': switch,
        'value_basis': {'allowed': 'term_total, arr, mrr', 'pattern': '"(term_total|arr|mrr)"'},
        'days_in_year': {'allowed': '360, 365, 365.25', 'pattern': '360|365|365\\.25'},
        'reporting_currency': {
            'allowed': 'three capital letters, such as USD', 'pattern': '"[A-Z]{3}"',
        },
        'fx_mode': {'allowed': 'constant, monthly', 'pattern': '"(constant|monthly)"'},
        'renewal_grace_days': {'least': 0, 'most': 366},
        'auto_renew_past_end': switch,
        'migration_detection': switch,
        'reactivation_counts_as_new_after_months': {'least': 0, 'most': 1200, 'or_null': true},
        'customer_grain': {'allowed': 'company, parent', 'pattern': '"(company|parent)"'},
        'merge_near_equal_ids': switch,
        'fiscal_year_starts_in': {'least': 1, 'most': 12},
        'method_floor_arr': {'least': 0, 'most': 1000000000},
        'retention_windows': {'least': 1, 'most': 120, 'is_list': true, 'is_filled': true},
        'customer_retention_months': {'least': 1, 'most': 1200},
        'months_ahead': {'least': 1, 'most': 120},
        'cohort_periods': {
            'allowed': 'a list of month, quarter, year', 'pattern': '"(month|quarter|year)"',
            'is_list': true, 'is_filled': true,
        },
        'signal_months': {'least': 1, 'most': 1200},
        'lapse_months': {'least': 0, 'most': 12},
        'missing_usage_means': {'allowed': 'unknown, zero', 'pattern': '"(unknown|zero)"'},
        'signal_thresholds': {
            'allowed': 'a mapping of ' ~ signal_thresholds() | join(', ')
                ~ ' to numbers from 0 with up to 6 decimals, such as min_base: 10',
            'pattern': '\\{("(' ~ signal_thresholds() | join('|')
                ~ ')": \\d{1,6}(\\.\\d{1,6})?(, )?)*\\}',
        },
        'study_by_family': switch,
        'movers_per_product': {'least': 1, 'most': 1000},
        'small_base_entities': {'least': 0, 'most': 1000000},
        'customer_segments': extra_columns,
        'license_attributes': extra_columns,
        'pseudonymise_customers': switch,
        'reader_role': {
            'allowed': 'the name of a role (letters, digits and _ . @ -), or empty',
            'pattern': '"[A-Za-z0-9_.@-]*"',
        },
        'schema_convention': {'allowed': 'prefixed, by_target', 'pattern': '"(prefixed|by_target)"'},
        'print_summary': switch,
    }) }}
{%- endmacro %}
