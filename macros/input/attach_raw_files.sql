{#- Makes the database in memory that CSV files are loaded into; nothing for other inputs. It is made
    before models run side by side: two at once would both try. -#}
{% macro attach_raw_files() -%}
    {{ "attach if not exists ':memory:' as raw_files" if reads_csv() }}
{%- endmacro %}
