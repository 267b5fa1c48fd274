{% macro week_of(day, week_starts) -%}
    {{ days_before(day, 'mod(' ~ weekday_of(day) ~ ' - ' ~ weekday_number(week_starts) ~ ' + 7, 7)') }}
{%- endmacro %}

{% macro weekday_number(name) -%}
    (case {{ name }}
        {%- for weekday in ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] %}
        when '{{ weekday }}' then {{ loop.index }}
        {%- endfor %}
    end)
{%- endmacro %}
