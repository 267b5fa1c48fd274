{% test grain_of_days(model, columns) %}
select {{ columns | join(', ') }}, count(*) as records
from {{ model }}
where session_date in {{ changed_days(0, 0) }}
group by {{ columns | join(', ') }}
having count(*) > 1
{%- for column in columns %}
    or {{ column }} is null
{%- endfor %}
{% endtest %}
