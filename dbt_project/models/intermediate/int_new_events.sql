{{ view_or_table() }}
{%- set taken, landed = last_build('int_taken_files'), ref('int_landed_files') -%}
with
{%- if taken %}
new_files as (
    select landed.business_id, landed.origin, landed.file_sha256
    from {{ landed }} as landed
    left join {{ taken }} as taken
        on landed.business_id = taken.business_id and landed.origin = taken.origin
            and landed.file_sha256 = taken.file_sha256 and landed.records = taken.records
    where taken.file_sha256 is null
),
{%- endif %}

events as (
    {%- for origin in event_origins() %}
    {{ 'union all' if not loop.first }}
    select events.* from {{ ref('stg_' ~ origin ~ '__events') }} as events
    {%- if taken %}
    inner join new_files using (business_id, origin, file_sha256)
    {%- endif %}
    {%- endfor %}
),

cut as (
    select
        *,
        coalesce(user_key, anonymous_key, 'session:' || session_id, 'event:' || event_id) as unit_key,
        cast({{ local_time('occurred_at', 'timezone') }} - interval '4' hour as date) as session_date
    from events
)

select {{ event_columns() }} from cut
