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
    {%- if sources is mapping and sources and not sources_giving('licenses') and not complaints -%}
        {%- do complaints.append(
            'var sources names no source of licences, such as planhat, beside ' ~ sources | join(', ')
        ) -%}
    {%- endif -%}
    {%- for source in sources_giving('events') if not complaints -%}
        {%- set ids_of = source_option(source, 'ids_of') -%}
        {%- do complaints.append(
            'var sources: ids_of of ' ~ source ~ ' is ' ~ ids_of ~ '; allowed: '
            ~ sources_giving('licenses') | join(', ') ~ ', or null'
        ) if ids_of and ids_of not in sources_giving('licenses') -%}
    {%- endfor -%}
    {%- if sources is mapping and not sources -%}
        {%- do complaints.append('var sources is empty; allowed: ' ~ rules | join(', ')) -%}
    {%- endif -%}
    {%- if planhat_extras() and setting('input') == 'sample' -%}
        {%- do complaints.append('var sources gives planhat an option, but input is sample') -%}
    {%- endif -%}
    {%- set loaded = other_sources() + usage_sources() -%}
    {%- if loaded and setting('input') == 'sample' -%}
        {%- do complaints.append(
            'var sources names ' ~ loaded | join(', ')
            ~ ', but input is sample, which is of Planhat alone; set input: tables or files'
        ) -%}
    {%- endif -%}
    {{ return(complaints) }}
{%- endmacro %}
