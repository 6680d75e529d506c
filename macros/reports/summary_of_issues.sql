{#- The lines of the summary that say what became of the licence rows: those rejected, by reason, and
    what there is to look at, of licences and of the tables beside them, each with the ARR that it
    touches. -#}
{% macro summary_of_issues(issues) -%}
    {%- set found = issues | selectattr('license_rows', 'gt', 0) | list -%}
    {%- set rejections = found | selectattr('action', 'equalto', 'rejected') | list -%}
    {%- set warnings = found | rejectattr('action', 'equalto', 'rejected')
        | rejectattr('severity', 'equalto', 'info') | list -%}
    {%- set rejected = rejections | sum(attribute='license_rows') -%}
    {%- set merged = found | selectattr('issue', 'equalto', 'duplicate_row') | sum(attribute='license_rows') -%}
    {%- set lines = [
        '{:,} raw licence rows: {:,} accepted, {:,} rejected, {:,} copies merged.'.format(
            issues[0]['raw_rows'], issues[0]['raw_rows'] - rejected - merged, rejected, merged
        ),
    ] -%}
    {%- for heading, listed in [('rejected', rejections), ('to look at', warnings)] if listed -%}
        {%- do lines.append('  {:<28}{:>10}{:>16}'.format(heading, 'rows', 'ARR')) -%}
        {%- for issue in listed -%}
            {%- do lines.append('  {:<28}{:>10}{:>16}  {}'.format(
                issue['issue'], printed(issue['license_rows'], '{:,}'),
                printed(issue['arr_at_stake'], '{:,.0f}'), issue['meaning']
            )) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(lines) }}
{%- endmacro %}
