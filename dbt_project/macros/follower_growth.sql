{% macro follower_growth(followers, gained) -%}
    case
        when {{ followers }} - {{ gained }} >= 10 then {{ safe_divide(gained, followers ~ ' - ' ~ gained) }}
    end
{%- endmacro %}
