with pairs as (select * from {{ ref('int_identity_pairs') }}),

components as (select * from {{ ref('int_identity_components') }}),

judged as (
    select
        pairs.*,
        case
            when pairs.is_ambiguous then 'one ' || pairs.kind || ' with more than one ' || pairs.other_kind
            else components.reason
        end as reason,
        components.person_key
    from pairs
    left join components using (business_id, subject_key)
)

select
    business_id,
    kind,
    subject_key,
    other_kind,
    other_key,
    evidence,
    first_seen_at,
    reason is null as is_applied,
    reason,
    case when reason is null then person_key end as person_key
from judged
