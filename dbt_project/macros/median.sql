{% macro median(amount) -%}
    percentile_cont(0.5) within group (order by cast({{ amount }} as double))
{%- endmacro %}

{% macro window_median(amount, window) -%}
    {{ return(adapter.dispatch('window_median')(amount, window)) }}
{%- endmacro %}

{% macro default__window_median(amount, window) -%}
    quantile_cont(cast({{ amount }} as double), 0.5) over ({{ window }})
{%- endmacro %}

{% macro spark__window_median(amount, window) -%}
    percentile(cast({{ amount }} as double), 0.5) over ({{ window }})
{%- endmacro %}
