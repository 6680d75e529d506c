{% macro signal_threshold(name) -%}
    {{ return(setting('signal_thresholds').get(name, signal_thresholds()[name])) }}
{%- endmacro %}
