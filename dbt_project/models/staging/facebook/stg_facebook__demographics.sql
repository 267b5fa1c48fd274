{{ observed_demographics('facebook') }}
