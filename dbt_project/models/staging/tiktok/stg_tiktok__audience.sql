{{ observed_audience('tiktok') }}
