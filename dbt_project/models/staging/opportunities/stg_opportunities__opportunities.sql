{{ staged_opportunities(source('opportunities', 'opportunities'), 'opportunities') }}
