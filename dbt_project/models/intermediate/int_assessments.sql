{{ by_day_config() }}

{% set properties = ['job_title', 'industry', 'risk_level', 'concern_level', 'age_group', 'age', 'gender'] %}

with assessments as (
    select events.*
    from {{ ref('fct_events') }} as events
    where events.event = 'assessment_submitted' and not events.is_bot and {{ only_changed_days('events') }}
)

select
    business_id,
    event_id,
    person_key,
    occurred_at,
    {%- for property in properties %}
    {{ told(json_text('properties', "'" ~ property ~ "'")) }} as {{ property }},
    {%- endfor %}
    {%- for place in ['country', 'region', 'city', 'device'] %}
    {{ told(place) }} as {{ place }},
    {%- endfor %}
    session_date
from assessments
