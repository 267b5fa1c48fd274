{{ config(materialized='table') }}

{% set columns %}
    business_id, platform, account_id, handle, handle_key, name, followers, following, posts, likes_received,
    observed_date, observed_at, landed_at, source_line, file_sha256
{% endset %}

with records as ({{ of_all_platforms('audience', columns) }}
)

select {{ columns }}
from records
qualify {{ newest_of(['business_id', 'platform', 'account_id', 'observed_at']) }}
