{{ observed_posts('x') }}
