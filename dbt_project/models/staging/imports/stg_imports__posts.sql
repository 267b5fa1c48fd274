{{ staged_posts(source('imports', 'posts'), 'imports') }}
