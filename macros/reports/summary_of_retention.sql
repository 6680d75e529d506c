{#- The lines of the summary that show the company and its largest products. -#}
{% macro summary_of_retention(figures, most_products=25) -%}
    {%- set line, lines = '  {:<26}{:>16}{:>10}{:>10}{:>10}{:>10}{:>11}', [] -%}
    {%- for row in figures[:most_products + 1] -%}
        {%- set windows = [row['short_window_months'], row['long_window_months']] -%}
        {%- do lines.extend([
            'Retention by product at the end of '
            ~ modules.datetime.date.fromisoformat(row['last_month']).strftime('%B %Y')
            ~ ', in ' ~ setting('reporting_currency'),
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
    {%- endfor -%}
    {%- set rest = figures[most_products + 1:] -%}
    {%- do lines.append(line.format(
        'and {:,} more products'.format(rest | length), printed(rest | sum(attribute='closing_arr'), '{:,.0f}'),
        '', '', '', '', ''
    ).rstrip()) if rest -%}
    {{ return(lines) }}
{%- endmacro %}
