{{ observed_demographics('instagram') }}
