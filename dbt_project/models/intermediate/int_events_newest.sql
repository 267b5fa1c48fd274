{{ view_or_table() }}
-- Few events are told more than once: only these are compared.
with told_once as (
    select {{ event_columns('deliveries') }}
    from {{ ref('int_event_deliveries') }} as deliveries
    left join {{ ref('int_repeated_events') }} as repeated
        on deliveries.event_id = repeated.event_id and deliveries.business_id = repeated.business_id
    where repeated.event_id is null
),

told_again as (
    select {{ event_columns('deliveries') }}
    from {{ ref('int_event_deliveries') }} as deliveries
    inner join {{ ref('int_repeated_events') }} as repeated
        on deliveries.event_id = repeated.event_id and deliveries.business_id = repeated.business_id
    qualify {{ newest_of(['deliveries.business_id', 'deliveries.event_id']) }}
)

select * from told_once
union all
select * from told_again
