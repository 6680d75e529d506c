{#- Does this build keep the history of licences, and close months? A build as of known_at reads the
    history and adds nothing to it. -#}
{% macro keeps_records() -%}
    {{ return(setting('known_at') is none and setting('keep_history')) }}
{%- endmacro %}
