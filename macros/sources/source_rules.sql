{#- The sources that var sources may name: the system each is a part of, what it gives where that is
    no licences, the options that it has beside loader and schema, each with its default, what is allowed
    in words, and that as a pattern of its JSON. -#}
{% macro source_rules() -%}
    {%- set name = {'default': none, 'allowed': 'a name, or null', 'pattern': '"[^"]+"|null'} -%}
    {%- set currency = {
        'default': none, 'allowed': 'three capital letters, or null', 'pattern': '"[A-Z]{3}"|null',
    } -%}
    {%- set no = {'default': false, 'allowed': 'true, false', 'pattern': 'true|false'} -%}
    {%- set links = {'same_as_field': name, 'company_field': name} -%}
    {%- set key = {
        'allowed': 'a name of letters, digits, blanks, _ and -', 'pattern': '"[A-Za-z0-9_ -]+"',
    } -%}
    {%- set ids_of = dict(name, allowed='a source of licences that var sources names, or null') -%}
    {%- set rules = {
        'planhat': {'system': 'planhat', 'options': {'synced_from': name, 'quantity_field': name}},
        'planhat_deals': {
            'system': 'planhat',
            'options': dict(links, deal_columns={
                'default': {},
                'allowed': 'a mapping of deal, stage, type, quantity or currency to names of columns',
                'pattern': '\\{("(deal|stage|type|quantity|currency)": "[^"]+"(, )?)*\\}',
            }, won_stages={
                'default': ['Closed Won'], 'allowed': 'a list of different stages',
                'pattern': '\\["[^"]+"(, "[^"]+")*\\]',
            }, synced_from=name),
        },
        'hubspot': {
            'system': 'hubspot',
            'options': dict(links, currency=currency, end_date_is_inclusive=no),
        },
        'stripe': {
            'system': 'stripe',
            'options': dict(links, history={
                'default': none, 'pattern': '"(invoices|versions|current)"|null',
                'allowed': 'invoices (fivetran), versions (airbyte), current, or null for the first that the loader has',
                'needs_loader': {'invoices': 'fivetran', 'versions': 'airbyte'},
            }),
        },
        'chargebee': {
            'system': 'chargebee',
            'options': dict(links, history={
                'default': none, 'pattern': '"(events|versions|current)"|null',
                'allowed': 'events (airbyte), versions (airbyte), current, or null for the first that the loader has',
                'needs_loader': {'events': 'airbyte', 'versions': 'airbyte'},
            }, tables={
                'default': {},
                'allowed': 'a mapping of items, coupons, discounts or contract_terms to names of tables',
                'pattern': '\\{("(items|coupons|discounts|contract_terms)": "[^"]+"(, )?)*\\}',
            }, coupons_outside_mrr_count=no),
        },
        'salesforce_opportunities': {
            'system': 'salesforce',
            'options': dict(
                links, currency=currency, default_months={
                    'default': 12, 'allowed': 'a whole number from 1 to 120', 'pattern': '[1-9]\\d?|1[01]\\d|120',
                }, line_columns={
                    'default': {},
                    'allowed': 'a mapping of start, end, months, frequency or renews to names of columns',
                    'pattern': '\\{("(start|end|months|frequency|renews)": ("[^"]+"|null)(, )?)*\\}',
                }
            ),
        },
        'salesforce_cpq': {
            'system': 'salesforce',
            'options': dict(
                links, currency=currency, terminated_date_is_inclusive=dict(no, default=true)
            ),
        },
        'amplitude': {
            'system': 'amplitude', 'gives': 'events',
            'options': {'company_key': dict(key, default='company'), 'ids_of': ids_of},
        },
        'mixpanel': {
            'system': 'mixpanel', 'gives': 'events',
            'options': {'company_key': dict(key, default='company_id'), 'ids_of': ids_of},
        },
        'intercom': {
            'system': 'intercom', 'gives': 'tickets', 'options': {'snoozed_counts_as_open': no},
        },
    } -%}
    {{ return(rules) }}
{%- endmacro %}

{#- The options that every source but planhat has. -#}
{% macro common_source_options(source) -%}
    {{ return({
        'loader': {
            'default': 'fivetran', 'allowed': 'fivetran, airbyte', 'pattern': '"(fivetran|airbyte)"',
        },
        'schema': {
            'default': source, 'allowed': 'the name of a schema, or a list of different names',
            'pattern': '"[^"]+"|\\["[^"]+"(, "[^"]+")*\\]',
        },
    } if source != 'planhat' else {}) }}
{%- endmacro %}
