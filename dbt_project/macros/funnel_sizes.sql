{# How large the configured funnels are: warehouse/funnels.py says it, since it shapes the SQL. #}

{# Number of steps of the longest funnel. #}
{% macro funnel_places() -%}
    {{ return(env_var('ALMANAC_FUNNEL_STEPS', '10') | int) }}
{%- endmacro %}

{# On how many earlier days a run may have begun to which an event of today belongs: the longest window. #}
{% macro funnel_days() -%}
    {{ return(env_var('ALMANAC_FUNNEL_DAYS', '4000') | int) }}
{%- endmacro %}

{# On how many later days an event of today changes what is a first event; 0 where no funnel asks for these. #}
{% macro funnel_days_after() -%}
    {{ return(env_var('ALMANAC_FUNNEL_DAYS_AFTER', '4000') | int) }}
{%- endmacro %}
