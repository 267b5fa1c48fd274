{{ observed_comments('facebook') }}
