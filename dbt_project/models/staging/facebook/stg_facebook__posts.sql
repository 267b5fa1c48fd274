{{ observed_posts('facebook') }}
