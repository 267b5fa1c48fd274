{% macro period_number(period, local_date, occurred_at, first_weekday, hour_shift) -%}
    {%- set days = days_between("date '1970-01-01'", local_date) -%}
    cast(case {{ period }}
        when 'hour' then floor(cast({{ epoch(occurred_at) }} + {{ hour_shift }} as double) / 3600)
        when 'day' then {{ days }}
        when 'week' then floor(cast({{ days }} - {{ first_weekday }} as double) / 7)
        when 'month' then 12 * (extract(year from {{ local_date }}) - 1970) + extract(month from {{ local_date }}) - 1
    end as bigint)
{%- endmacro %}

{% macro period_start(period, number, first_weekday, hour_shift, timezone) -%}
    {%- set years = 'cast(floor(cast(' ~ number ~ ' as double) / 12) as bigint)' -%}
    (case {{ period }}
        when 'hour' then {{ local_time(
            "timestamp '1970-01-01 00:00:00' + (3600 * " ~ number ~ ' - ' ~ hour_shift ~ ") * interval '1' second", timezone
        ) }}
        when 'month' then cast(
            cast(1970 + {{ years }} as string) || '-'
            || lpad(cast({{ number }} - 12 * {{ years }} + 1 as string), 2, '0') || '-01' as timestamp
        )
        else timestamp '1970-01-01 00:00:00'
            + (case {{ period }} when 'week' then 7 * {{ number }} + {{ first_weekday }} else {{ number }} end) * interval '1' day
    end)
{%- endmacro %}

{% macro first_weekday(week_starts) -%}
    mod({{ weekday_number(week_starts) }} + 3, 7)
{%- endmacro %}

{% macro hour_shift(timezone) -%}
    mod(
        {{ epoch(local_time("timestamp '2026-01-01 00:00:00'", timezone)) }}
        - {{ epoch("timestamp '2026-01-01 00:00:00'") }} + 86400, 3600
    )
{%- endmacro %}
