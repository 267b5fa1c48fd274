{{ observed_posts('tiktok') }}
