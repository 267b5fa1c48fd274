{# What a model held when the last build was complete; none in a full refresh, and where a part of the state is missing. #}
{% macro last_build(model_name) -%}
    {%- if execute and not should_full_refresh() and model.resource_type == 'model' -%}
        {%- set relations = namespace(complete=true) -%}
        {%- for name in [model_name] + state_models() -%}
            {%- set relations.complete = relations.complete and built_relation(name) is not none -%}
        {%- endfor -%}
        {{ return(built_relation(model_name) if relations.complete else none) }}
    {%- endif -%}
    {{ return(none) }}
{%- endmacro %}

{% macro built_relation(model_name) -%}
    {%- set node = graph.nodes['model.almanac.' ~ model_name] -%}
    {{ return(adapter.get_relation(node.database, node.schema, node.alias)) }}
{%- endmacro %}

{% macro state_models() -%}
    {{ return(['int_taken_files', 'int_taken_people', 'int_changed_days', 'int_event_keys', 'fct_events']) }}
{%- endmacro %}

{# Every model that is built day by day: the state advances when all of them are done. #}
{% macro incremental_models() -%}
    {{ return([
        'int_event_keys', 'int_event_identities', 'int_day_revisions', 'fct_events', 'fct_sessions', 'int_cohort_events',
        'int_funnel_hits', 'int_funnel_runs', 'int_assessments',
    ]) }}
{%- endmacro %}
