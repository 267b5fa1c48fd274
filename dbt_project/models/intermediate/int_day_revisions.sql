{{ by_day_config() }}

select
    build_id,
    session_date
from {{ ref('int_changed_days') }}
