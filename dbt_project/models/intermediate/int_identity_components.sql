{{ config(materialized='table') }}
{%- set rounds = 10 %}

with links as (
    select distinct business_id, kind, subject_key, other_kind, other_key
    from {{ ref('int_identity_pairs') }}
    where not is_ambiguous
),

keys as (
    select business_id, subject_key, kind from links
    union
    select business_id, other_key, other_kind from links
),

neighbours as (
    select business_id, subject_key as from_key, other_key as to_key from links
    union
    select business_id, other_key, subject_key from links
    union
    select business_id, subject_key, subject_key from keys
),

-- Each round hands on the smallest key that a neighbour has heard of.
heard_0 as (
    select distinct business_id, subject_key, subject_key as smallest from keys
),
{%- for round in range(rounds) %}

heard_{{ round + 1 }} as (
    select neighbours.business_id, neighbours.to_key as subject_key, min(heard.smallest) as smallest
    from heard_{{ round }} as heard
    inner join neighbours
        on heard.business_id = neighbours.business_id and heard.subject_key = neighbours.from_key
    group by neighbours.business_id, neighbours.to_key
),
{%- endfor %}

groups as (
    select
        heard.business_id,
        heard.smallest,
        count(distinct case when keys.kind = 'email' then keys.subject_key end) as emails
    from heard_{{ rounds }} as heard
    inner join keys using (business_id, subject_key)
    group by heard.business_id, heard.smallest
),

-- Where neighbours still disagree, the chain is longer than the rounds reach.
unfinished as (
    select distinct heard.business_id, heard.smallest
    from heard_{{ rounds }} as heard
    inner join neighbours
        on heard.business_id = neighbours.business_id and heard.subject_key = neighbours.from_key
    inner join heard_{{ rounds }} as other
        on neighbours.business_id = other.business_id and neighbours.to_key = other.subject_key
    where heard.smallest <> other.smallest
)

select
    heard.business_id,
    heard.subject_key,
    heard.smallest as person_key,
    case
        when unfinished.smallest is not null then 'a chain of more than {{ rounds }} links'
        when groups.emails > 1 then 'a person with several e-mail addresses'
    end as reason
from heard_{{ rounds }} as heard
inner join groups using (business_id, smallest)
left join unfinished using (business_id, smallest)
