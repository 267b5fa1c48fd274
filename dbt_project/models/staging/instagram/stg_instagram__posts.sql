{{ observed_posts('instagram') }}
