{#- When a run starts: forgets the last complete build where this one cannot add to it. What only the
    database can tell is found later, by report_changes. -#}
{% macro check_complete_build() -%}
    {%- if flags.WHICH in ['run', 'build'] and has_complete_build() -%}
        {%- set models = [] -%}
        {%- set tables = [] -%}
        {%- for node in graph.nodes.values() if node.unique_id in selected_resources -%}
            {%- if node.resource_type == 'model' -%}{%- do models.append(node) -%}{%- endif -%}
            {%- if 'by_customer' in node.tags -%}{%- do tables.append(node) -%}{%- endif -%}
        {%- endfor -%}
        {%- if not is_built_by_customer() -%}
            {%- if tables -%}{%- do forget_complete_build('var incremental is none') -%}{%- endif -%}
        {%- elif tables and (flags.FULL_REFRESH or flags.EMPTY) -%}
            {%- do forget_complete_build('this is a full refresh') -%}
        {%- elif models -%}
            {%- for node in nodes_by_customer() -%}
                {%- if adapter.get_relation(node.database, node.schema, node.alias) is none -%}
                    {%- do forget_complete_build(node.name ~ ' is not there') -%}
                {%- endif -%}
            {%- endfor -%}
            {%- if has_complete_build() -%}
                {%- set built = {} -%}
                {%- for row in run_query(
                    'select setting, fingerprint from ' ~ relation_by_name('int_build_fingerprints')
                    ~ ' where build_id in (select build_id from ' ~ complete_build() ~ ')'
                ).rows -%}
                    {%- do built.update({row[0]: row[1]}) -%}
                {%- endfor -%}
                {%- for setting, fingerprint in build_settings().items() if built.get(setting) != fingerprint -%}
                    {%- do forget_complete_build(setting ~ ' changed since the last build') -%}
                {%- endfor -%}
            {%- endif -%}
            {%- if tables and has_complete_build() -%}
                {%- do mark_unfinished_build() -%}
            {%- endif -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
