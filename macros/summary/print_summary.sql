{#- After a build: the figures of the last month in a few lines, and where to look next. -#}
{% macro print_summary() -%}
    {%- set windows = list_var('retention_windows') | sort -%}
    {%- set short_window = 1 if 1 in windows else windows | first -%}
    {%- set long_window = 12 if 12 in windows else windows | last -%}
    {#- Outside the condition below, so that the parser sees what the summary reads. -#}
    {%- set figures_sql = summary_figures_sql(short_window, long_window) -%}
    {%- set counts_sql = summary_counts_sql() -%}
    {%- set refusals_sql = summary_refusals_sql() -%}
    {%- set retention = ref('retention_product_monthly') -%}
    {%- set issues = ref('dq_license_issues') -%}
    {%- set movements = ref('fct_arr_movements') -%}
    {%- set needed = [
        'arr_bridge_company_monthly', 'arr_bridge_product_monthly', 'retention_company_monthly',
        'retention_product_monthly', 'fct_arr_monthly', 'fct_licenses', 'dim_customers',
        'dim_products', 'dq_license_issues',
    ] -%}
    {%- set built = [] -%}
    {%- for result in results or [] -%}
        {%- if result.node.name in needed and result.status == 'success' -%}
            {%- do built.append(result.node.name) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if execute and var('print_summary') and built | length == needed | length -%}
        {%- set rows = queried_rows(figures_sql) -%}
        {%- set counts = queried_rows(counts_sql)[0] -%}
        {%- set refusals = queried_rows(refusals_sql) -%}
        {%- do print('') -%}
        {%- if rows | length == 0 -%}
            {%- do print(
                'No month to report: no accepted licence starts before the last complete month at '
                ~ counts['as_of_date'] ~ '.'
            ) -%}
        {%- else -%}
            {%- set last_month = modules.datetime.date.fromisoformat(rows[0]['arr_month']) -%}
            {%- do print(
                'Retention by product at the end of ' ~ last_month.strftime('%B %Y')
                ~ ', in ' ~ var('reporting_currency')
            ) -%}
            {%- set template = '  {:<26}{:>16}{:>10}{:>10}{:>10}{:>10}{:>11}' -%}
            {%- do print(template.format(
                '', 'ARR',
                'NRR ' ~ short_window ~ 'm', 'GRR ' ~ short_window ~ 'm',
                'NRR ' ~ long_window ~ 'm', 'GRR ' ~ long_window ~ 'm', 'customers'
            )) -%}
            {%- for row in rows -%}
                {%- do print(template.format(
                    row['label'][:25], '{:,.0f}'.format(row['closing_arr']),
                    percent(row['short_nrr']), percent(row['short_grr']),
                    percent(row['long_nrr']), percent(row['long_grr']),
                    '{:,}'.format(row['customers'])
                )) -%}
            {%- endfor -%}
        {%- endif -%}
        {%- do print('') -%}
        {%- do print(
            '{:,} raw licence rows: {:,} accepted, {:,} rejected, {:,} copies merged; {:,} issues on accepted licences.'.format(
                counts['raw_rows'], counts['accepted_rows'], counts['rejected_rows'],
                counts['merged_rows'], counts['kept_issues']
            )
        ) -%}
        {%- for refusal in refusals -%}
            {%- do print('  {:<26}{:>16}  {}'.format(
                refusal['issue'], '{:,}'.format(refusal['license_rows']), refusal['meaning']
            )) -%}
        {%- endfor -%}
        {%- do print('') -%}
        {%- set masked = masked_product(rows[0], rows[1:]) -%}
        {%- if masked -%}
            {%- do print(
                'Look at ' ~ masked['label'] ~ ': it holds ' ~ percent(masked['long_nrr']) ~ ' over '
                ~ long_window ~ ' months while the company shows ' ~ percent(rows[0]['long_nrr']) ~ '.'
            ) -%}
        {%- endif -%}
        {%- do print(
            'Next: ' ~ retention.schema ~ '.' ~ retention.identifier ~ ' (by product and month), '
            ~ movements.identifier ~ ' (what changed), ' ~ issues.identifier ~ ' (what to mend in the source). README.md explains them.'
        ) -%}
    {%- endif -%}
{%- endmacro %}
