{{ observed_audience('instagram') }}
