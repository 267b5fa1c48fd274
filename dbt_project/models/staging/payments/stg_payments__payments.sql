{{ staged_payments(source('payments', 'payments'), 'payments') }}
