{{ config(materialized='table') }}

select
    business_id,
    platform,
    post_id,
    account_id,
    {{ post_columns() | join(',\n    ') }}
from {{ ref('int_posts_landed') }}
qualify {{ newest_post_of([]) }}
