{{ staged_posts(source('posts_file', 'posts'), 'posts_file') }}
