{% macro joined_list(items) -%}
    {{ return(adapter.dispatch('joined_list')(items)) }}
{%- endmacro %}

{% macro default__joined_list(items) -%}
    coalesce(array_to_string({{ items }}, ', '), '')
{%- endmacro %}

{% macro spark__joined_list(items) -%}
    coalesce(array_join({{ items }}, ', '), '')
{%- endmacro %}

{% macro list_size(items) -%}
    {{ return(adapter.dispatch('list_size')(items)) }}
{%- endmacro %}

{% macro default__list_size(items) -%}
    cast(coalesce(array_length({{ items }}), 0) as bigint)
{%- endmacro %}

{% macro spark__list_size(items) -%}
    cast(coalesce(array_size({{ items }}), 0) as bigint)
{%- endmacro %}

{% macro joined_texts(text) -%}
    {{ return(adapter.dispatch('joined_texts')(text)) }}
{%- endmacro %}

{% macro default__joined_texts(text) -%}
    nullif(array_to_string(list_sort(list({{ text }}) filter (where {{ text }} is not null)), '; '), '')
{%- endmacro %}

{% macro spark__joined_texts(text) -%}
    nullif(array_join(array_sort(collect_list({{ text }})), '; '), '')
{%- endmacro %}
