{% macro robust_z(level, centre, deviation, typical) -%}
    {%- set of_counts = 'sqrt(' ~ typical ~ ') / (1 + ' ~ typical ~ ')' -%}
    {%- set spread = 'greatest(' ~ deviation ~ ', ' ~ of_counts ~ ')' -%}
    {{ rounded('0.6745e0 * (' ~ level ~ ' - ' ~ centre ~ ') / ' ~ spread) }}
{%- endmacro %}
