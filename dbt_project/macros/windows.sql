{% macro windows() -%}
    (
        {%- for days in [7, 28, 30, 90, 365] %}
        select cast({{ days }} as bigint) as window_days{{ ' union all' if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{% macro is_in_window(day, local_today, window_days) -%}
    ({{ day }} < {{ local_today }} and {{ day }} >= {{ days_before(local_today, window_days) }})
{%- endmacro %}

{% macro days_before(day, days) -%}
    cast({{ day }} - cast({{ days }} as int) as date)
{%- endmacro %}
