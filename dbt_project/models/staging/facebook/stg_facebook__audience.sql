{{ observed_audience('facebook') }}
