{#- How long Google restates a day: settles_after_days of assets/ga4/contract.yaml. #}
{%- set settles_after_days = 4 -%}

with told as (
    select
        *,
        {%- for part in ['source', 'medium', 'campaign'] %}
        case when {{ part }} not like '(%)' then {{ plain_label(part) }} end as plain_{{ part }},
        {%- endfor %}
        {{ site_of(plain_label('source')) }} as site,
        source in ('(not set)', '(other)', '(data not available)') as is_unassigned
    from {{ ref('stg_ga4__report_days') }}
    where report = 'channels'
),

businesses as (select business_id, local_today from {{ ref('dim_businesses') }})

select
    business_id,
    told.property_id,
    told.day,
    told.source,
    told.medium,
    told.campaign,
    case
        when told.is_unassigned then 'unassigned'
        else {{ channel_of('told.plain_source', 'told.plain_medium', 'told.plain_campaign', 'told.site', 'sites.kind') }}
    end as channel,
    told.sessions,
    told.engaged_sessions,
    told.total_users as users,
    told.key_events,
    told.revenue_minor,
    told.currency,
    told.time_zone as day_boundary,
    {{ days_between('told.day', 'businesses.local_today') }} <= {{ settles_after_days }} as is_provisional,
    told.is_sampled,
    told.is_thresholded,
    told.has_other_row
from told
inner join businesses using (business_id)
left join {{ known_sites() }} as sites (label, name, kind) on sites.label = {{ site_label('told.site') }}
