{{ observed_demographics('tiktok') }}
