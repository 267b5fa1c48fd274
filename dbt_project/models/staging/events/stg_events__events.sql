{{ staged_events(source('events', 'events'), 'events') }}
