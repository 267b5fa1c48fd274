{%- set parts = ['utm_source', 'utm_campaign', 'utm_content'] %}
with posts as (
    select
        business_id,
        platform,
        post_id,
        posted_at,
        coalesce(text, '') || ' ' || coalesce(permalink, '') as words
    from {{ ref('dim_posts') }}
    where status = 'posted' and posted_at is not null
),

links as (
    select
        business_id,
        platform,
        post_id,
        posted_at,
        {{ each_part('words', '(https?://[^ <>)]*utm_[^ <>)]*)') }} as link
    from posts
    where words like '%utm_%'
),

tagged as (
    select
        business_id,
        platform,
        post_id,
        posted_at,
        {%- for part in parts %}
        {{ plain_label(part_of('link', part ~ '=([^&#]+)')) }} as {{ part }}{{ ',' if not loop.last }}
        {%- endfor %}
    from links
),

sited as (select *, {{ site_of('utm_source') }} as site from tagged)

select distinct
    sited.business_id,
    sited.platform,
    sited.post_id,
    sited.posted_at,
    coalesce(sites.name, sited.site) as site,
    sited.utm_campaign as campaign,
    sited.utm_content as content
from sited
left join {{ known_sites() }} as sites (label, name, kind) on sites.label = {{ site_label('sited.site') }}
where sited.utm_campaign is not null
