{{ observed_audience('linkedin') }}
