{%- set earlier, touched_days = last_build('fct_events'), ref('int_touched_days') -%}
select
    {{ event_columns() }},
    {{ lookup_hash(['business_id', 'event_id']) }} as event_hash
from {{ ref('int_new_events') }}
{%- if earlier %}
union all
select
    {{ event_columns(session="case when session_key like 'id:%' then substr(session_key, 4) end") }},
    {{ lookup_hash(['business_id', 'event_id']) }} as event_hash
from {{ earlier }}
where session_date in (select session_date from {{ touched_days }})
{%- endif %}
