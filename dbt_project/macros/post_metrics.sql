{% macro post_metrics() -%}
    {{ return([
        'impressions', 'views', 'reach', 'likes', 'comments',
        'shares', 'quotes', 'saves', 'clicks', 'video_views'
    ]) }}
{%- endmacro %}

{% macro summed_metrics() -%}
    {{ return(['views', 'impressions', 'likes', 'comments', 'shares', 'saves', 'clicks', 'engagement']) }}
{%- endmacro %}
