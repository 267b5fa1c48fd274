"""Stripe: charges, refunds, disputes, invoices, customers and the ledger of balances, from its API v1."""
