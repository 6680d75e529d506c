{#- The tables of Amplitude: one, of events. -#}
{% macro amplitude_tables() -%}
    {{ return({
        'events': {
            'names': {'fivetran': 'event', 'airbyte': 'events'},
            'columns': {
                'event_id': ['uuid', '_insert_id', '$insert_id', '_airbyte_raw_id'],
                'event': ['event_type'],
                'user_id': ['user_id'],
                'amplitude_id': ['amplitude_id'],
                'event_groups': ['groups'],
                'event_time': ['event_time'],
            },
            'needed': ['event_id', 'event', 'user_id', 'event_groups', 'event_time'],
            'key': 'event_id',
        },
    }) }}
{%- endmacro %}

{#- The tables of Mixpanel: Airbyte gives each property as a column, Fivetran all as JSON. -#}
{% macro mixpanel_tables() -%}
    {%- set is_airbyte = source_option('mixpanel', 'loader') == 'airbyte' -%}
    {{ return({
        'events': {
            'names': {'fivetran': 'event', 'airbyte': 'export'},
            'columns': {
                'event_id': ['insert_id', '$insert_id', '_fivetran_id', '_airbyte_raw_id'],
                'event': ['name', 'event'],
                'user_id': ['distinct_id'],
                'company_ids': [source_option('mixpanel', 'company_key')] if is_airbyte else [],
                'properties': ['properties'],
                'event_time': ['time'],
            },
            'needed': ['event_id', 'event', 'user_id', 'event_time']
                + ['company_ids' if is_airbyte else 'properties'],
            'key': 'event_id',
        },
    }) }}
{%- endmacro %}

{#- The tables of Intercom: Fivetran keeps the history of each and a table of each link, Airbyte lists of
    links in the rows. -#}
{% macro intercom_tables() -%}
    {%- set is_airbyte = source_option('intercom', 'loader') == 'airbyte' -%}
    {{ return({
        'conversations': {
            'names': {'fivetran': 'conversation_history', 'airbyte': 'conversations'},
            'columns': {
                'conversation_id': ['id'],
                'state': ['state'],
                'is_stated_open': ['open'],
                'created_at': ['created_at'],
                'updated_at': ['updated_at'],
                'starts_at': ['_fivetran_start'],
                'ends_at': ['_fivetran_end'],
                'statistics': ['statistics'],
                'contacts': ['contacts'],
            },
            'needed': ['conversation_id', 'state', 'created_at']
                + (['contacts'] if is_airbyte else ['starts_at', 'ends_at']),
            'key': 'conversation_id' if is_airbyte else none,
        },
        'conversation_contacts': {
            'names': {'fivetran': 'conversation_contact_history'},
            'columns': {'conversation_id': ['conversation_id'], 'contact_id': ['contact_id']},
            'needed': ['conversation_id', 'contact_id'],
        },
        'contact_companies': {
            'names': {'fivetran': 'contact_company_history'},
            'columns': {'contact_id': ['contact_id'], 'company_id': ['company_id']},
            'needed': ['contact_id', 'company_id'],
        },
        'contacts': {
            'names': {'airbyte': 'contacts'},
            'columns': {'contact_id': ['id'], 'companies': ['companies']},
            'needed': ['contact_id', 'companies'],
            'key': 'contact_id',
        },
    }) }}
{%- endmacro %}
