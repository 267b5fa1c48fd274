{% macro by_day_config(before=0, after=0, days='int_changed_days', reads_itself=false) -%}
    {%- if model.resource_type == 'model' -%}  {# A unit test is asked for the inputs it gives, and for no other. #}
        {%- do ref(days) -%}
    {%- endif -%}
    {{ return(adapter.dispatch('by_day_config')(before, after, days, reads_itself)) }}
{%- endmacro %}

{% macro default__by_day_config(before, after, days, reads_itself) -%}
    {{ config(
        materialized='incremental', incremental_strategy='changed_days', unique_key='session_date', on_schema_change='fail',
        meta={'changed_days': {'days': days, 'before': before, 'after': after}}
    ) }}
{%- endmacro %}

{% macro spark__by_day_config(before, after, days, reads_itself) -%}
    {%- set arguments = [before, after, "'" ~ days ~ "'"] | join(', ') -%}
    {{ config(
        materialized='incremental', incremental_strategy='insert_overwrite', partition_by=['session_date'],
        on_schema_change='fail', file_format='parquet',
        pre_hook='' if reads_itself else '{{ drop_changed_days(' ~ arguments ~ ') }}',
        post_hook='{{ drop_emptied_days() }}' if reads_itself else ''
    ) }}
{%- endmacro %}

{% macro only_changed_days(records, before=0, after=0, days='int_changed_days') -%}
    {{ records ~ '.session_date in ' ~ changed_days(before, after, days) if is_incremental() else 'true' }}
{%- endmacro %}

{% macro changed_days(before, after, days='int_changed_days') -%}
    {%- if before == 0 and after == 0 -%}
        (select session_date from {{ ref(days) }})
    {%- else -%}
        (
            select {{ days_before('changed.session_date', 'steps.number - ' ~ (after + 1)) }}
            from {{ ref(days) }} as changed
            cross join {{ count_to(before + after + 1) }} as steps
        )
    {%- endif -%}
{%- endmacro %}

{# What dbt calls a strategy: the days are cleared, also those that have no rows any more, and filled anew. #}
{% macro get_incremental_changed_days_sql(arguments) -%}
    {%- set columns = arguments['dest_columns'] | map(attribute='quoted') | join(', ') -%}
    delete from {{ arguments['target_relation'] }}
    where session_date in {{ changed_days(**config.get('meta')['changed_days']) }};
    insert into {{ arguments['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arguments['temp_relation'] }}
{%- endmacro %}

{# Spark replaces only partitions that get rows: those of changed days go first. #}
{% macro drop_changed_days(before, after, days) -%}
    {%- if execute and is_incremental() -%}
        {%- do _drop_days(changed_days(before, after, days)) -%}
    {%- endif -%}
{%- endmacro %}

{# A model that reads what it replaces loses the days that have no events any more when it is done. #}
{% macro drop_emptied_days() -%}
    {%- if execute and last_build(this.identifier) -%}
        {%- do _drop_days(
            '(select session_date from ' ~ ref('int_touched_days')
            ~ ' where session_date not in (select session_date from ' ~ ref('int_events') ~ '))'
        ) -%}
    {%- endif -%}
{%- endmacro %}

{% macro _drop_days(days) -%}
    {%- set found = run_query(
        'select distinct cast(session_date as string) as day from ' ~ this ~ ' where session_date in ' ~ days
    ) -%}
    {%- for day in found.columns[0].values() -%}
        {%- do run_query('alter table ' ~ this ~ " drop if exists partition (session_date = '" ~ day ~ "')") -%}
    {%- endfor -%}
{%- endmacro %}
