{#- The history of licences by name: a build as of known_at reads it, but must not run it. -#}
{% macro license_versions_relation() -%}
    {{ return(api.Relation.create(**place_of('license_versions', 'history'))) }}
{%- endmacro %}
