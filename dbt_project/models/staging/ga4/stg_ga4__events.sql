{{ staged_events(source('ga4', 'events'), 'ga4') }}
