{#- The tables of a source: the name of each by loader, its columns with the names that loaders give
    them, those that are needed, and the column of its key where only the newest row of each counts.
    A table that a loader does not have is left out of its names. -#}
{% macro source_tables(source) -%}
    {%- set tables = {
        'planhat_deals': planhat_deals_tables,
        'hubspot': hubspot_tables,
        'stripe': stripe_tables,
        'chargebee': chargebee_tables,
        'salesforce_opportunities': salesforce_opportunities_tables,
        'salesforce_cpq': salesforce_cpq_tables,
        'amplitude': amplitude_tables,
        'mixpanel': mixpanel_tables,
        'intercom': intercom_tables,
    } -%}
    {{ return(tables[source]() if source in tables else {}) }}
{%- endmacro %}
