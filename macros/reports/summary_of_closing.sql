{#- The line of the summary about closed months: how much of them reads differently now. -#}
{% macro summary_of_closing(closed_months, restatements) -%}
    {%- set closed = queried_rows('select count(*) as months from ' ~ closed_months)[0]['months'] -%}
    {%- if not closed -%}
        {{ return('No month is closed: to keep the figures of a month as they were reported, set var '
            ~ 'close_business_day (docs/close.md).') }}
    {%- endif -%}
    {%- set sums_sql -%}
    select
        count(distinct arr_month) as months,
        sum(abs(difference)) as moved,
        sum(difference) as difference
    from {{ restatements }}
    {%- endset -%}
    {%- set sums = queried_rows(sums_sql)[0] -%}
    {{ return(
        '{:,} closed months, {:,} of them restated'.format(closed, sums['months']) ~ (
            ': customers and products moved by {:,.2f} {} in all, {:+,.2f} net (restatements says why).'.format(
                sums['moved'], setting('reporting_currency'), sums['difference']
            ) if sums['months'] else '.'
        )
    ) }}
{%- endmacro %}
