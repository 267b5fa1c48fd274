with sessions as (
    select
        business_id,
        session_key,
        started_at,
        site,
        campaign,
        {{ plain_label(part_of('landing_page', 'utm_content=([^&#]+)')) }} as content
    from {{ ref('fct_sessions') }}
    where not is_bot and (campaign is not null or landing_page like '%utm_content=%')
),

links as (select * from {{ ref('int_post_links') }}),

posts as (
    select business_id, platform, post_id, posted_at, lower(post_id) as content
    from {{ ref('dim_posts') }}
    where status = 'posted' and posted_at is not null
),

matched as (
    select business_id, session_key, started_at, posts.platform, posts.post_id, posts.posted_at, 1 as way
    from sessions
    inner join posts using (business_id, content)
    union all
    -- Where the link says more than the campaign, the visit must say the same.
    select business_id, session_key, started_at, links.platform, links.post_id, links.posted_at, 2 as way
    from sessions
    inner join links using (business_id, campaign)
    where coalesce(links.site = sessions.site, links.site is null)
        and coalesce(links.content = sessions.content, links.content is null)
),

aged as (
    select *, {{ microseconds('started_at') }} - {{ microseconds('posted_at') }} as age
    from matched
    where posted_at <= started_at
),

chosen as (
    select business_id, session_key, {{ first_row(['way', 'age', 'platform', 'post_id']) }} as post
    from aged
    group by business_id, session_key
)

select business_id, session_key, post.platform as platform, post.post_id as post_id from chosen
