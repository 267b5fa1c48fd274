{{ staged_events(source('imports', 'events'), 'imports') }}
