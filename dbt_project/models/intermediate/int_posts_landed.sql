{% set columns = (['business_id', 'platform', 'post_id', 'account_id'] + post_columns()) | join(', ') %}

with files as (
    select {{ columns }} from {{ ref('stg_posts_file__posts') }}
    union all
    select {{ columns }} from {{ ref('stg_x__activity_exports') }}
    union all
    select {{ columns }} from {{ ref('stg_imports__posts') }}
),

observed as ({{ of_all_platforms('posts', columns) }}
),

versions as (
    select business_id, platform, version_id as listed_id, max(post_id) as first_id
    from observed
    where version_id <> post_id
    group by business_id, platform, version_id
),

handles as (select * from {{ ref('int_account_handles') }}),

identified as (
    select
        files.business_id,
        files.platform,
        coalesce(versions.first_id, files.post_id) as post_id,
        coalesce(handles.named_id, files.account_id) as account_id,
        {{ post_columns() | join(',\n        ') }}
    from files
    left join versions
        on versions.business_id = files.business_id
        and versions.platform = files.platform
        and versions.listed_id = files.post_id
    left join handles
        on handles.business_id = files.business_id
        and handles.platform = files.platform
        and handles.handle_key = {{ handle_key('files.account_id') }}
)

select {{ columns }} from identified
union all
select {{ columns }} from observed
