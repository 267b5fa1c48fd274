{{ observed_audience('x') }}
