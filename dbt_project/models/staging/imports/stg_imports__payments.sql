{{ staged_payments(source('imports', 'payments'), 'imports') }}
