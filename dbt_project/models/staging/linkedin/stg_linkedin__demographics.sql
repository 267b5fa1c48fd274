{{ observed_demographics('linkedin') }}
