{{ observed_account_days('instagram') }}
