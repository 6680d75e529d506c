{#- Which column of a raw table is read as which: a mapping of the contract's names, and of those in
    customer_segments and license_attributes, to the names in the table. Stops the model where a needed
    column is missing, a name fits two columns, or a var names a column that is not there. -#}
{% macro matched_columns(table_name, found) -%}
    {%- set known, extra = known_columns(table_name), extra_columns(table_name) -%}
    {%- set given = setting('column_names').get(table_name, {}) -%}
    {%- set matched, complaints, lacking, advice = {}, [], [], [] -%}
    {%- for column, name in given.items() -%}
        {%- set columns = columns_named(name, found) -%}
        {%- if column not in known and column not in extra -%}
            {%- set nearest = nearest_name(column, known | list + extra) -%}
            {%- do complaints.append(
                'has no column ' ~ column ~ ', which var column_names names'
                ~ (' (the nearest is ' ~ nearest ~ ')' if nearest)
            ) -%}
        {%- elif columns | length == 1 -%}
            {%- do matched.update({column: columns[0]}) -%}
        {%- else -%}
            {%- set nearest = nearest_name(name, found) -%}
            {%- do complaints.append(
                ('lacks' if not columns else 'has more than one of') ~ ' the column ' ~ name
                ~ ' of var column_names' ~ (' (the nearest is ' ~ nearest ~ ')' if nearest)
            ) -%}
            {#- Nothing more is to be said of this column. -#}
            {%- do matched.update({column: none}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set free = found | reject('in', matched.values() | list) | list -%}
    {%- for column in known | list + extra -%}
        {%- for name in [column] + known.get(column, []) -%}
            {%- set columns = columns_named(name, free) if column not in matched else [] -%}
            {%- if columns | length > 1 -%}
                {%- do complaints.append(
                    'has more than one column ' ~ column ~ ': ' ~ columns | join(', ')
                ) -%}
            {%- endif -%}
            {%- if columns -%}
                {%- do matched.update({column: columns[0]}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for needed in needed_columns(table_name) + extra -%}
        {%- set choices = needed if is_list(needed) else [needed] -%}
        {%- if not choices | select('in', matched) | list -%}
            {%- set free = found | reject('in', matched.values() | list) | list -%}
            {%- set nearest = nearest_name(choices[0], free) -%}
            {%- do lacking.append(
                choices | join(' or ') ~ (' (the nearest is ' ~ nearest ~ ')' if nearest)
            ) -%}
            {%- do advice.append(choices[0] ~ ': ' ~ (nearest or 'name of your column')) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if lacking -%}
        {%- do complaints.append('lacks the column' ~ ('s ' if lacking | length > 1 else ' ') ~ lacking | join(', ')) -%}
    {%- endif -%}
    {%- if complaints -%}
        {{ exceptions.raise_compiler_error(
            'The raw table ' ~ table_name ~ ' ' ~ complaints | join(', ') ~ '. '
            ~ ('Say which of yours ' ~ ('they are' if advice | length > 1 else 'it is') ~ ': column_names: {' ~ table_name
               ~ ': {' ~ advice | join(', ') ~ '}}. '
               if advice)
            ~ 'Its columns are: ' ~ (found | join(', '))[:500]
        ) }}
    {%- endif -%}
    {{ return(matched) }}
{%- endmacro %}
