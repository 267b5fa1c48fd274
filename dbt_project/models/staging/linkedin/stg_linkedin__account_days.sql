{{ observed_account_days('linkedin') }}
