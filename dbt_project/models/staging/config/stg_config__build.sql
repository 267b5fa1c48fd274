select cast('{{ env_var("ALMANAC_AS_OF") if execute }}' as timestamp) as as_of
