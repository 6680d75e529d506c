{#- When a build ends: the figures of the last month, what became of the licence rows, what has changed
    of closed months, and where to look next. Silent where the build was partial. -#}
{% macro print_summary() -%}
    {#- dbt must see these outside the condition to know what the hook reads. -#}
    {%- set summary, issue_summary = ref('product_retention', 'retention_summary'), ref('product_retention', 'dq_issue_summary') -%}
    {%- set input_columns = ref('product_retention', 'int_input_columns') -%}
    {%- set reporting_date = ref('product_retention', 'int_reporting_date') -%}
    {%- set issue_totals, spine = ref('product_retention', 'int_issue_totals'), ref('product_retention', 'fct_arr_monthly') -%}
    {%- set restatements = ref('product_retention', 'restatements') if keeps_records() -%}
    {%- set closed_months = ref('product_retention', 'closed_months') if keeps_records() -%}
    {%- set built = (results or []) | selectattr('status', 'equalto', 'success')
        | selectattr('node.package_name', 'equalto', 'product_retention')
        | map(attribute='node.name') | list -%}
    {%- if execute and setting('print_summary') and 'retention_summary' in built and 'dq_issue_summary' in built -%}
        {%- set figures = queried_rows(
            'select *, ' ~ text_of('arr_month') ~ ' as last_month from ' ~ summary
            ~ ' order by scope, closing_arr desc, product_name'
        ) -%}
        {%- set issues = queried_rows(
            'select * from ' ~ issue_summary ~ ' order by license_rows desc, issue'
        ) -%}
        {%- set lines = [''] + summary_of_retention(figures) -%}
        {%- if figures -%}
            {%- set beyond = queried_rows(
                'select sum(negative_arr) as arr from ' ~ spine
                ~ " where arr_month = cast('" ~ figures[0]['last_month'] ~ "' as date)"
            )[0]['arr'] -%}
            {%- do lines.append(
                'Not in these figures: credits of ' ~ printed(-beyond, '{:,.0f}')
                ~ ' beyond what their customers hold (negative_arr of fct_arr_monthly).'
            ) if beyond -%}
        {%- else -%}
            {%- do lines.append(
                'No month to report: no accepted licence starts before the last complete month at '
                ~ queried_rows('select ' ~ text_of('as_of_date') ~ ' as day from ' ~ reporting_date)[0]['day'] ~ '.'
            ) -%}
        {%- endif -%}
        {%- do lines.extend([''] + summary_of_issues(issues)) -%}
        {%- do lines.extend(unused_columns(input_columns)) -%}
        {%- do lines.append('') -%}
        {%- do lines.append(summary_of_closing(closed_months, restatements)) if closed_months -%}
        {#- The product that loses most while the company looks better. -#}
        {%- for row in (figures[1:] | rejectattr('is_small_base') | rejectattr('long_nrr', 'none')
            | rejectattr('product_id', 'equalto', '(unassigned)') | sort(attribute='long_nrr')
            )[:1] if row['long_nrr'] < [1, figures[0]['long_nrr']] | min -%}
            {%- do lines.append(
                'Look at ' ~ row['product_name'] ~ ': it holds ' ~ printed(row['long_nrr'], '{:.1%}') ~ ' over '
                ~ row['long_window_months'] ~ ' months while the company shows '
                ~ printed(figures[0]['long_nrr'], '{:.1%}') ~ '.'
            ) -%}
        {%- endfor -%}
        {%- do lines.append(
            'Next: retention_product_monthly (by product and month), '
            ~ 'fct_arr_movements (what changed), dq_license_issues (what to mend in the source). README.md explains them.'
        ) -%}
        {%- do print(lines | join('\n')) -%}
    {%- elif execute and setting('print_summary') and 'int_issue_totals' in built -%}
        {%- set lines = ['', 'What is read of the licences:'] + summary_of_issues(queried_rows(
            'select * from ' ~ issue_totals ~ ' order by license_rows desc, issue'
        )) -%}
        {%- do lines.extend(unused_columns(input_columns)) -%}
        {%- do lines.extend(['', 'Next: make build, with the same VARS or vars.yml.'])
            if not results | selectattr('status', 'in', ['fail', 'error']) | list -%}
        {%- do print(lines | join('\n')) -%}
    {%- endif -%}
{%- endmacro %}
