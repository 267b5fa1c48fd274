{# Where somebody came from: the link's source, else the referrer's host if it is not the page's own. #}
{% macro site_of(source, referrer='null', page='null') -%}
    case
        when {{ source }} like '(%)' or {{ source }} in ('direct', 'none') then null
        when {{ source }} like '%.%' then coalesce({{ host_of(source) }}, {{ source }})
        when {{ source }} is not null then {{ source }}
        when {{ host_of(referrer) }} <> coalesce({{ host_of(page) }}, '') then {{ host_of(referrer) }}
    end
{%- endmacro %}

{# What known_sites() lists it under: google for google.co.uk. #}
{% macro site_label(site) -%}
    case
        when {{ site }} like '%.%'
            then coalesce({{ part_of(site, '^([a-z0-9-]{3,})[.]([a-z]{2,6}|com?[.][a-z]{2})$') }}, {{ site }})
        else {{ site }}
    end
{%- endmacro %}

{# Of an address, or of a name that is none: in small letters, without what only says how it was shown. #}
{% macro host_of(address) -%}
    {%- set scheme, shown = '^(?:[a-z0-9.+-]+://)?', '(?:(?:www|m|l|lm|mobile|old|out|web|search)[.])*' -%}
    {{ part_of('lower(' ~ address ~ ')', scheme ~ shown ~ '([^/?#:@ ]+[.][^/?#:@ ]+)') }}
{%- endmacro %}

{# Google's default channels by its written rules in their order: support.google.com/analytics/answer/9756891. #}
{% macro channel_of(source, medium, campaign, site, kind) -%}
    {%- set is_paid -%}
        {{ medium }} like '%cp%' or {{ medium }} like 'paid%' or {{ medium }} in ('ppc', 'retargeting')
    {%- endset -%}
    {%- set is_shopping = kind ~ " = 'shopping' or " ~ matches(campaign, '(^|[^a-df-z])shop|shopping') -%}
    {%- set email = "'email', 'e-mail', 'e_mail', 'e mail'" -%}
    (case
        when {{ site }} is null and coalesce({{ source }}, '') in ('', '(direct)', 'direct', '(none)', 'none')
            and coalesce({{ medium }}, '') in ('', '(none)', '(not set)', 'none')
            and ({{ campaign }} is null or {{ campaign }} like '(%)') then 'direct'
        when {{ campaign }} like '%cross-network%' then 'cross-network'
        when ({{ is_paid }}) and ({{ is_shopping }}) then 'paid shopping'
        when ({{ is_paid }}) and {{ kind }} = 'search' then 'paid search'
        when ({{ is_paid }}) and {{ kind }} = 'social' then 'paid social'
        when ({{ is_paid }}) and {{ kind }} = 'video' then 'paid video'
        when {{ medium }} in ('display', 'banner', 'expandable', 'interstitial', 'cpm') then 'display'
        when {{ is_paid }} then 'paid other'
        when {{ is_shopping }} then 'organic shopping'
        when {{ kind }} = 'social' or {{ medium }} in (
            'social', 'social-network', 'social-media', 'sm', 'social network', 'social media'
        ) then 'organic social'
        when {{ kind }} = 'video' or {{ medium }} like '%video%' then 'organic video'
        when {{ kind }} = 'search' or {{ medium }} = 'organic' then 'organic search'
        when {{ medium }} in ('referral', 'app', 'link') then 'referral'
        when {{ source }} in ({{ email }}) or {{ medium }} in ({{ email }}) then 'email'
        when {{ medium }} = 'affiliate' then 'affiliates'
        when {{ medium }} = 'audio' then 'audio'
        when {{ source }} = 'sms' or {{ medium }} = 'sms' then 'sms'
        when {{ medium }} like '%push' or {{ medium }} like '%mobile%' or {{ medium }} like '%notification%'
            or {{ source }} = 'firebase' then 'mobile push notifications'
        when {{ source }} is null and {{ medium }} is null and {{ site }} is not null then 'referral'
        else 'unassigned'
    end)
{%- endmacro %}
