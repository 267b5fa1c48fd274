{% macro post_metrics() -%}
    {{ return([
        'impressions', 'views', 'reach', 'likes', 'comments',
        'shares', 'quotes', 'saves', 'clicks', 'video_views'
    ]) }}
{%- endmacro %}

{% macro post_measures() -%}
    {{ return(['watch_seconds', 'completion_rate']) }}
{%- endmacro %}

{% macro post_columns() -%}
    {{ return([
        'version_id', 'source', 'is_from_platform', 'text', 'status', 'content_type', 'hashtags',
        'hashtag_count', 'permalink', 'scheduled_for', 'posted_at', 'posted_date', 'posted_hour', 'edited_at',
        'observed_date', 'is_missing'
    ] + post_metrics() + post_measures() + ['observed_at', 'landed_at', 'source_line', 'file_sha256']) }}
{%- endmacro %}

{% macro newest_post_of(key) -%}
    row_number() over (
        partition by {{ (key + ['business_id', 'platform', 'post_id', 'observed_at']) | join(', ') }}
        order by is_from_platform desc, landed_at desc, source_line desc, file_sha256 desc
    ) = 1
{%- endmacro %}

{% macro vanishing_metrics() -%}
    {{ return(['reach', 'clicks', 'watch_seconds', 'completion_rate']) }}
{%- endmacro %}

{% macro summed_metrics() -%}
    {{ return(['views', 'impressions', 'likes', 'comments', 'shares', 'saves', 'clicks', 'engagement']) }}
{%- endmacro %}
