{{ staged_opportunities(source('imports', 'opportunities'), 'imports') }}
