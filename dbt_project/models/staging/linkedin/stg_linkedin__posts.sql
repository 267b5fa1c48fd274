{{ observed_posts('linkedin') }}
