{{ observed_comments('instagram') }}
