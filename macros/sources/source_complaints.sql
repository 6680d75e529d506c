{#- Messages for what var sources names and must not, each with what is allowed. -#}
{% macro source_complaints() -%}
    {%- set sources, rules, complaints = setting('sources'), source_rules(), [] -%}
    {%- for source, options in (sources.items() if sources is mapping else []) -%}
        {%- if source not in rules -%}
            {%- do complaints.append(
                'var sources names ' ~ source ~ '; allowed: ' ~ rules | join(', ')
            ) -%}
        {%- elif options is not mapping and options is not none -%}
            {%- do complaints.append(
                'var sources: ' ~ source ~ ' is ' ~ tojson(options) ~ '; allowed: a mapping of options'
            ) -%}
        {%- else -%}
            {%- set known = dict(common_source_options(source), **rules[source].options) -%}
            {%- set loader = (options or {}).get('loader', 'fivetran') -%}
            {%- for option, value in (options or {}).items() -%}
                {%- if option not in known -%}
                    {%- do complaints.append(
                        'var sources: ' ~ source ~ ' has no option ' ~ option ~ '; allowed: '
                        ~ (known | join(', ') or 'none')
                    ) -%}
                {%- elif not modules.re.fullmatch(known[option].pattern, tojson(value))
                    or (is_list(value) and value | unique | list | length < value | length) -%}
                    {%- do complaints.append(
                        'var sources: ' ~ option ~ ' of ' ~ source ~ ' is ' ~ tojson(value)
                        ~ '; allowed: ' ~ known[option].allowed
                    ) -%}
                {%- elif value is string
                    and known[option].get('needs_loader', {}).get(value, loader) != loader -%}
                    {%- do complaints.append(
                        'var sources: ' ~ option ~ ' of ' ~ source ~ ' is ' ~ value ~ ', which needs loader '
                        ~ known[option].needs_loader[value]
                    ) -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if sources is mapping and not sources -%}
        {%- do complaints.append('var sources is empty; allowed: ' ~ rules | join(', ')) -%}
    {%- endif -%}
    {%- if planhat_extras() and setting('input') == 'sample' -%}
        {%- do complaints.append('var sources gives planhat an option, but input is sample') -%}
    {%- endif -%}
    {%- if other_sources() and setting('input') == 'sample' -%}
        {%- do complaints.append(
            'var sources names ' ~ other_sources() | join(', ')
            ~ ', but input is sample, which is of Planhat alone; set input: tables or files'
        ) -%}
    {%- endif -%}
    {{ return(complaints) }}
{%- endmacro %}
