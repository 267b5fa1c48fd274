{{ observed_account_days('tiktok') }}
