{% macro newest_of(key) -%}
    row_number() over (
        partition by {{ key | join(', ') }}
        order by observed_at desc, landed_at desc, source_line desc, file_sha256 desc
    ) = 1
{%- endmacro %}
