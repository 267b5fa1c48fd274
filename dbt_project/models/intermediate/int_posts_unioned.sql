{{ config(materialized='table') }}

{% set columns %}
    business_id, platform, post_id, source, account_id, text, status, content_type, hashtags, hashtag_count,
    scheduled_for, posted_at, posted_date, posted_hour, observed_date, {{ post_metrics() | join(', ') }},
    observed_at, landed_at, source_line, file_sha256
{% endset %}

with records as (
    select {{ columns }} from {{ ref('stg_posts_file__posts') }}
    union all
    select {{ columns }} from {{ ref('stg_x__activity_exports') }}
    union all
    select {{ columns }} from {{ ref('stg_imports__posts') }}
)

select {{ columns }}
from records
qualify {{ newest_of(['business_id', 'platform', 'post_id', 'observed_at']) }}
