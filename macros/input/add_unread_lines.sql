{#- Renders statements that add the refused lines of a CSV file to the staged licences, and that make
    one row a line of those that an open quote has swallowed. -#}
{% macro add_unread_lines(refused, staged) -%}
insert into {{ staged }} (unread_line)
select concat('not UTF-8: ', text)
from ({{ refused }}) as refused;

insert into {{ staged }} (unread_line)
select concat('after a quote that is not closed: ', swallowed.text)
from (
    select unnest(string_split(unread_line, chr(10))[2:]) as text
    from {{ staged }}
    where contains(unread_line, chr(10))
) as swallowed
where trim(swallowed.text) <> '';

update {{ staged }}
set unread_line = string_split(unread_line, chr(10))[1]
where contains(unread_line, chr(10))
{%- endmacro %}
