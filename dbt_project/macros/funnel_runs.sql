{% macro moments_of_run() -%}
    {%- set names = [] -%}
    {%- for place in range(1, funnel_places() + 1) -%}{%- do names.append('moment_' ~ place) -%}{%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{# How many places a run has come to. #}
{% macro places_of_run() -%}
    {%- for moment in moments_of_run() -%}
        {{ ' + ' if not loop.first }}case when {{ moment }} is null then 0 else 1 end
    {%- endfor -%}
{%- endmacro %}

{# A CTE a place, with the runs that came so far: each takes the earliest event that it has not yet taken.
   Spark plans a CTE anew wherever it is read: there each is read once, and ended runs stay in to the last. #}
{% macro runs_in_order(entries, steps, run, entry) -%}
{%- set keeps_ended_runs = target.type == 'spark' -%}
order_1 as (select *, entered as moment_1 from {{ entries }})
{%- for place in range(2, funnel_places() + 1) -%}
,

order_{{ place }} as (
    select
        {{ of('runs', run) }},
        {{ least_of('runs', entry + moments_of_run()[:place - 1]) }},
        min(steps.barrier) as barrier,
        min(steps.moment) as moment_{{ place }}
    from order_{{ place - 1 }} as runs
    {{ 'left' if keeps_ended_runs else 'inner' }} join {{ steps }} as steps
        on {{ same(run[:4] + ['bucket'], 'runs', 'steps') }}
        and steps.place = {{ place }}
        and steps.moment >= {{ instant_of('runs.moment_' ~ (place - 1)) }}
        and steps.moment <= least(runs.deadline, runs.barrier)
        {%- for taken in moments_of_run()[:place - 1] %}
        and steps.moment <> runs.{{ taken }}
        {%- endfor %}
    group by {{ of('runs', run) }}
)
{%- endfor -%}
,

ordered_runs as (
    {%- if keeps_ended_runs %}
    select {{ (run + entry + moments_of_run()) | join(', ') }}, {{ places_of_run() }} as reached
    from order_{{ funnel_places() }}
    {%- else %}
    {%- for place in range(1, funnel_places() + 1) %}
    select
        {{ of('runs', run + entry + moments_of_run()[:place]) }},
        {%- for later in moments_of_run()[place:] %} cast(null as bigint) as {{ later }},{% endfor %}
        {{ place }} as reached
    from order_{{ place }} as runs
    {%- if not loop.last %}
    left join order_{{ place + 1 }} as longer on {{ same(run, 'runs', 'longer') }}
    where longer.entered is null
    union all
    {%- endif %}
    {%- endfor %}
    {%- endif %}
)
{%- endmacro %}

{# A CTE a place: the earliest event of the window for it that the run has not yet taken, if there is one. #}
{% macro runs_in_any_order(entries, steps, run, entry) -%}
any_0 as (select * from {{ entries }})
{%- for place in range(1, funnel_places() + 1) -%}
,

any_{{ place }} as (
    select
        {{ of('runs', run) }},
        {{ least_of('runs', entry + moments_of_run()[:place - 1]) }},
        min(steps.moment) as moment_{{ place }}
    from any_{{ place - 1 }} as runs
    left join {{ steps }} as steps
        on {{ same(run[:4] + ['bucket'], 'runs', 'steps') }}
        and steps.place = {{ place }}
        and steps.moment between runs.entered and runs.deadline
        {%- for taken in moments_of_run()[:place - 1] %}
        and steps.moment <> coalesce(runs.{{ taken }}, -1)
        {%- endfor %}
    group by {{ of('runs', run) }}
)
{%- endfor -%}
,

unordered_runs as (
    select {{ (run + entry + moments_of_run()) | join(', ') }}, {{ places_of_run() }} as reached
    from any_{{ funnel_places() }}
)
{%- endmacro %}

{# The moment of the place (or step) that a column names. #}
{% macro moment_at(number) -%}
    case {{ number }}
        {%- for moment in moments_of_run() %} when {{ loop.index }} then {{ moment }}{% endfor -%}
    {{ ' end' }}
{%- endmacro %}

{# A row for each place that a run has come to; in any order the place is how many steps were done by then. #}
{% macro levels_of(runs, run, columns) -%}
    select
        {{ (run + columns) | join(', ') }},
        case
            when step_order = 'unordered'
                then row_number() over (partition by {{ run | join(', ') }} order by moment nulls last)
            else place
        end as level,
        moment
    from (
        select
            {{ (run + columns) | join(', ') }},
            step_order,
            numbers.number as place,
            {{ moment_at('numbers.number') }} as moment
        from {{ runs }}
        cross join {{ count_to(funnel_places()) }} as numbers
    ) as places
    where moment is not null
{%- endmacro %}
