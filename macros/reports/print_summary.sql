{#- When a build ends: the figures of the last month, what became of the licence rows, and where to look
    next. Silent where the build was partial. -#}
{% macro print_summary() -%}
    {#- dbt must see these outside the condition to know what the hook reads. -#}
    {%- set summary, issue_summary = ref('retention_summary'), ref('dq_issue_summary') -%}
    {%- set profile = ref('dq_input_profile') -%}
    {%- set reporting_date, retention = ref('int_reporting_date'), ref('retention_product_monthly') -%}
    {%- set built = (results or []) | selectattr('status', 'equalto', 'success')
        | map(attribute='node.name') | list -%}
    {%- if execute and var('print_summary') and 'retention_summary' in built and 'dq_issue_summary' in built -%}
        {%- set figures = queried_rows(
            'select *, ' ~ text_of('arr_month') ~ ' as last_month from ' ~ summary
            ~ ' order by scope, closing_arr desc, product_name limit 26'
        ) -%}
        {%- set issues = queried_rows(
            'select * from ' ~ issue_summary ~ ' order by license_rows desc, issue'
        ) -%}
        {%- set line, lines = '  {:<26}{:>16}{:>10}{:>10}{:>10}{:>10}{:>11}', [''] -%}
        {%- for row in figures -%}
            {%- set windows = [row['short_window_months'], row['long_window_months']] -%}
            {%- do lines.extend([
                'Retention by product at the end of '
                ~ modules.datetime.date.fromisoformat(row['last_month']).strftime('%B %Y')
                ~ ', in ' ~ var('reporting_currency'),
                line.format(
                    '', 'ARR', 'NRR ' ~ windows[0] ~ 'm', 'GRR ' ~ windows[0] ~ 'm',
                    'NRR ' ~ windows[1] ~ 'm', 'GRR ' ~ windows[1] ~ 'm', 'customers'
                ),
            ]) if loop.first -%}
            {%- do lines.append(line.format(
                row['product_name'][:25], printed(row['closing_arr'], '{:,.0f}'),
                printed(row['short_nrr'], '{:.1%}'), printed(row['short_grr'], '{:.1%}'),
                printed(row['long_nrr'], '{:.1%}'), printed(row['long_grr'], '{:.1%}'),
                printed(row['customers'], '{:,}')
            )) -%}
        {%- else -%}
            {%- do lines.append(
                'No month to report: no accepted licence starts before the last complete month at '
                ~ queried_rows('select ' ~ text_of('as_of_date') ~ ' as day from ' ~ reporting_date)[0]['day'] ~ '.'
            ) -%}
        {%- endfor -%}
        {%- set rejections = issues | selectattr('action', 'equalto', 'rejected')
            | selectattr('license_rows', 'gt', 0) | list -%}
        {%- set rejected = rejections | sum(attribute='license_rows') -%}
        {%- set merged = issues | selectattr('issue', 'equalto', 'duplicate_row') | sum(attribute='license_rows') -%}
        {%- do lines.extend([
            '', '{:,} raw licence rows: {:,} accepted, {:,} rejected, {:,} copies merged; {:,} issues on accepted licences.'.format(
                issues[0]['raw_rows'], issues[0]['raw_rows'] - rejected - merged, rejected, merged,
                issues | rejectattr('issue', 'equalto', 'column_not_used') | sum(attribute='license_rows')
                    - rejected - merged
            ),
        ]) -%}
        {%- for issue in rejections -%}
            {%- do lines.append('  {:<26}{:>16}  {}'.format(
                issue['issue'], printed(issue['license_rows'], '{:,}'), issue['meaning']
            )) -%}
        {%- endfor -%}
        {%- do lines.extend(unused_columns(profile)) if 'dq_input_profile' in built -%}
        {%- do lines.append('') -%}
        {#- The product that loses most while the company looks better. -#}
        {%- for row in (figures[1:] | rejectattr('is_small_base') | rejectattr('long_nrr', 'none')
            | sort(attribute='long_nrr'))[:1] if row['long_nrr'] < [1, figures[0]['long_nrr']] | min -%}
            {%- do lines.append(
                'Look at ' ~ row['product_name'] ~ ': it holds ' ~ printed(row['long_nrr'], '{:.1%}') ~ ' over '
                ~ row['long_window_months'] ~ ' months while the company shows '
                ~ printed(figures[0]['long_nrr'], '{:.1%}') ~ '.'
            ) -%}
        {%- endfor -%}
        {%- do lines.append(
            'Next: ' ~ retention.schema ~ '.' ~ retention.identifier ~ ' (by product and month), '
            ~ 'fct_arr_movements (what changed), dq_license_issues (what to mend in the source). README.md explains them.'
        ) -%}
        {%- do print(lines | join('\n')) -%}
    {%- endif -%}
{%- endmacro %}
