{% macro newest_known(column) -%}
    max_by({{ column }}, place) filter (where {{ column }} is not null)
{%- endmacro %}

{% macro place_in(key) -%}
    row_number() over (
        partition by {{ key | join(', ') }}
        order by observed_at, landed_at, source_line, file_sha256
    )
{%- endmacro %}

{% macro place_of_day_in(key) -%}
    row_number() over (
        partition by {{ key | join(', ') }}
        order by
            case when day_boundary = 'UTC' then 1 else 0 end,
            observed_at, landed_at, source_line, file_sha256
    )
{%- endmacro %}
