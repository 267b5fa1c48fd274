{#- Sites that people come from: the kind, the common name, what else links and referrers call it. A site is
    looked up without its country (google.co.uk is google) where the name has three letters or more. -#}
{% macro site_names() -%}
    {{ return({
        'search': {
            'google': ['googleadservices', 'com.google.android.googlequicksearchbox', 'g.co'],
            'bing': [], 'duckduckgo': ['ddg'], 'ecosia': [], 'qwant': [], 'startpage': [], 'brave': [],
            'yahoo': ['r.search.yahoo.com'] + of_countries('search.yahoo.com'), 'yandex': ['ya.ru', 'dzen'],
            'baidu': [], 'naver': [], 'daum': [], 'sogou': [], 'so.com': [], 'seznam': [], 'ask': [],
            'aol': ['aolsearch'], 'msn': [], 'lycos': [], 'mojeek': [], 'kagi': [], 'presearch': [], 'metager': [],
            'rambler': [], 'dogpile': [], 'swisscows': [],
        },
        'social': {
            'facebook': ['fb', 'fb.me', 'fb.com', 'com.facebook.katana', 'facebookmobile'],
            'instagram': ['ig', 'insta', 'ig.me', 'com.instagram.android'],
            'linkedin': ['lnkd', 'com.linkedin.android'],
            'x': ['twitter', 'x.com', 't.co', 'com.twitter.android'],
            'threads': [], 'bluesky': ['bsky', 'go.bsky.app'], 'mastodon': [], 'tumblr': [],
            'pinterest': ['pin'] + of_countries('pinterest.com'), 'reddit': ['redd', 'com.reddit.frontpage'],
            'tiktok': ['vm.tiktok.com', 'com.zhiliaoapp.musically'], 'snapchat': ['snap'], 'quora': [],
            'discord': ['discordapp'],
            'telegram': ['t.me', 'tg', 'org.telegram.messenger'], 'whatsapp': ['wa.me', 'com.whatsapp'],
            'messenger': ['facebook-messenger'], 'vk': ['vk.com', 'vkontakte', 'away.vk.com'],
            'ok.ru': ['odnoklassniki'], 'weibo': [], 'wechat': ['weixin'], 'line': [], 'xing': [], 'medium': [],
            'substack': [], 'stackoverflow': [], 'hackernews': ['news.ycombinator.com'], 'flipboard': [],
            'meetup': [], 'nextdoor': [],
        },
        'shopping': {
            'amazon': ['amzn', 'a.co'], 'ebay': [], 'etsy': [], 'walmart': [], 'alibaba': [], 'aliexpress': [],
            'shopify': [], 'google shopping': ['shopping.google.com', 'igshopping'],
            'mercadolibre': ['mercadolivre'], 'rakuten': [], 'otto': [], 'zalando': [], 'idealo': [], 'bestbuy': [],
            'allegro': [], 'temu': [], 'flipkart': [],
        },
        'video': {
            'youtube': ['youtu', 'yt', 'com.google.android.youtube'], 'vimeo': [], 'dailymotion': [],
            'twitch': [], 'wistia': [], 'netflix': [], 'hulu': [], 'rumble': [], 'bilibili': [], 'iqiyi': [],
            'youku': [],
        },
    }) }}
{%- endmacro %}

{% macro of_countries(host) -%}
    {%- set hosts = [] -%}
    {%- set countries = 'ar au at br ca ch cl co de es fr id ie in it jp mx nl nz ph pl pt se uk us' -%}
    {%- for country in countries.split(' ') -%}
        {%- do hosts.append(country ~ '.' ~ host) -%}
    {%- endfor -%}
    {{ return(hosts) }}
{%- endmacro %}

{# A small table to join with: every way to call a site, its common name and its kind. #}
{% macro known_sites() -%}
    (values
    {%- set rows = [] -%}
    {%- for kind, names in site_names().items() -%}
        {%- for name, others in names.items() -%}
            {%- for each in [name] + others -%}
                {%- do rows.append("('" ~ [each, name, kind] | join("', '") ~ "')") -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor %}
        {{ rows | join(', ') }}
    )
{%- endmacro %}
