{{ observed_account_days('facebook') }}
