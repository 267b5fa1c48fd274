-- The marts that insights and reports read, empty: names and types of the contract, for tests that fill in a few rows.
create schema marts;
create schema almanac;
create table almanac.version (number integer, as_of timestamp, fingerprint text, engine text);
create table marts.dim_businesses (
    business_id text, name text, timezone text, currency text, week_starts text, conversion_window_days bigint,
    is_demonstration boolean, as_of timestamp, local_today date, first_data_on date, newest_data_at timestamp
);
create table marts.dim_posts (
    business_id text, platform text, post_id text, account_id text, text text, status text, content_type text, hashtags text,
    hashtag_count bigint, permalink text, posted_at timestamp, posted_date date, posted_weekday bigint, posted_hour bigint,
    scheduled_for timestamp, edited_at timestamp, source text, is_deleted boolean, deleted_on date
);
create table marts.dim_accounts (
    business_id text, platform text, account_id text, handle text, name text, is_configured boolean, is_connected boolean,
    followers bigint, posts bigint, first_posted_on date, last_posted_on date, first_read_at timestamp, last_read_at timestamp
);
create table marts.post_performance (
    business_id text, platform text, post_id text, account_id text, content_type text, posted_at timestamp, posted_date date,
    text text, observed_at timestamp, age_hours double, impressions bigint, views bigint, reach bigint, likes bigint,
    comments bigint, shares bigint, quotes bigint, saves bigint, clicks bigint, video_views bigint, watch_seconds double,
    completion_rate double, engagement bigint, engagement_rate_by_views double, engagement_rate_by_reach double,
    engagement_rate_by_followers double, followers_at_post bigint, denominator text, denominator_n bigint,
    click_through_rate double, engagement_7d bigint, is_matured boolean, is_maturing boolean, rank_in_platform bigint,
    percentile_in_platform double
);
create table marts.fct_post_days (
    business_id text, platform text, post_id text, day date, gap_days bigint, views_gained bigint, impressions_gained bigint,
    likes_gained bigint, comments_gained bigint, shares_gained bigint, saves_gained bigint, clicks_gained bigint,
    engagement_gained bigint, has_negative_gain boolean, is_provisional boolean
);
create table marts.account_days (
    business_id text, platform text, account_id text, day date, followers bigint, gained bigint, gained_from text,
    follows bigint, unfollows bigint, growth_rate double, following bigint, posts bigint, profile_views bigint,
    website_clicks bigint, reach bigint, impressions bigint, views bigint, video_views bigint, likes bigint, comments bigint,
    shares bigint, saves bigint, clicks bigint, interactions bigint, engagement bigint, engagement_rate double,
    engagement_rate_n bigint, day_boundary text, is_provisional boolean
);
create table marts.audience_demographics (
    business_id text, platform text, account_id text, observed_on date, dimension text, value text, label text,
    followers bigint, share double
);
create table marts.fct_engagement_events (
    business_id text, platform text, event_id text, type text, post_id text, account_id text, occurred_at timestamp, day date,
    weekday bigint, hour bigint, subject_key text, likes bigint, observed_at timestamp
);
create table marts.platform_comparison (
    business_id text, platform text, window_days bigint, posts bigint, views bigint, impressions bigint, likes bigint,
    comments bigint, shares bigint, saves bigint, clicks bigint, engagement bigint, engagement_per_post double,
    engagement_rate double, engagement_rate_n bigint, growth_rate double, share_of_engagement double, followers bigint,
    followers_gained bigint, follower_growth_rate double, follower_days bigint
);
create table marts.engagement_days (
    business_id text, platform text, day date, posts bigint, views bigint, impressions bigint, likes bigint, comments bigint,
    shares bigint, saves bigint, clicks bigint, engagement bigint, engagement_rate double, engagement_rate_n bigint,
    is_complete boolean
);
create table marts.engagement_weeks (
    business_id text, platform text, week_start date, week_end date, posts bigint, views bigint, impressions bigint,
    likes bigint, comments bigint, shares bigint, saves bigint, clicks bigint, engagement bigint, engagement_rate double,
    engagement_rate_n bigint, is_complete boolean, is_settled boolean, engagement_settled bigint, change bigint,
    change_pct double, z double, days bigint
);
create table marts.fct_opportunities (
    business_id text, opportunity_id text, source text, type text, campaign text, status text, created_at timestamp,
    created_date date, created_weekday bigint, created_hour bigint, responded_at timestamp, converted_at timestamp,
    revenue_minor bigint, currency text, is_converted boolean, is_matured boolean, response_hours double,
    days_to_convert double, subject_key text, how_heard text, has_zone boolean
);
create table marts.opportunity_conversion (
    business_id text, dimension text, value text, window_days bigint, opportunities bigint, conversions bigint,
    conversion_rate double, rate_low double, rate_high double, shrunk_rate double, revenue_minor bigint, currency text,
    revenue_share double, median_response_hours double, conversions_in_other_currencies bigint
);
create table marts.opportunity_weeks (
    business_id text, source text, week_start date, week_end date, opportunities bigint, conversions bigint,
    conversion_rate double, rate_low double, rate_high double, revenue_minor bigint, currency text,
    median_response_hours double, responded bigint, change bigint, change_pct double, days bigint, is_complete boolean
);
create table marts.sync_status (
    business_id text, source text, account_id text, last_ok timestamp, newest_data timestamp, due timestamp,
    lag_hours double, files bigint, "rows" bigint, rejected bigint, token_expires_on date, api_version_ends_on date,
    last_status text, reason text, failure text, gaps text, lost text, dead_metrics text, calls bigint, cost_usd double,
    token_days_left bigint, refresh_expires_on date, refresh_days_left bigint, api_version text, api_version_days_left bigint
);
create table marts.restatements (
    business_id text, report_before timestamp, report_after timestamp, is_open boolean, mart text, platform text,
    account_id text, day date, metric text, before bigint, after bigint, change bigint, reason text
);
create table marts.quarantine_summary (
    business_id text, source text, severity text, reason text, "rows" bigint, files bigint, first_seen timestamp,
    last_seen timestamp
);
create table marts.posting_times (
    business_id text, platform text, weekday bigint, hour_block bigint, posts bigint, dates bigint, engagement_median double,
    effect double, effect_low double, effect_high double, probability double, verdict text, overall_p double,
    matured_posts bigint
);
create table marts.content_types (
    business_id text, platform text, content_type text, posts bigint, engagement_mean double, engagement_median double,
    effect double, effect_low double, effect_high double, q_value double, verdict text
);
create table marts.hashtags (
    business_id text, platform text, hashtag text, posts bigint, engagement_mean double, engagement_median double,
    effect double, effect_low double, effect_high double, q_value double, verdict text
);
create table marts.lead_sources (
    business_id text, source text, leads bigint, matured bigint, converted bigint, rate double, rate_low double,
    rate_high double, shrunk_rate double, difference_to_others double, diff_low double, diff_high double, q_value double,
    median_days double, revenue_minor bigint, currency text, revenue_per_lead double, revenue_per_lead_low double,
    revenue_per_lead_high double, verdict text
);
