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
    business_id text, source text, leads bigint, conversions bigint, matured bigint, converted bigint, rate double,
    rate_low double, rate_high double, shrunk_rate double, difference_to_others double, diff_low double, diff_high double, q_value double,
    median_days double, revenue_minor bigint, currency text, revenue_per_lead double, revenue_per_lead_low double,
    revenue_per_lead_high double, verdict text
);
create table marts.cohort_retention (
    business_id text, cohort_id text, cohort_start timestamp, period_number bigint, age bigint, period text,
    cohort_size bigint, users_on bigint, users_on_or_later bigint, value_minor bigint, currency text, rate double,
    rate_low double, rate_high double, rate_on_or_later double, is_complete boolean
);
create table marts.cohort_conversion (
    business_id text, cohort_id text, cohort_start timestamp, period_number bigint, day_n bigint, period text,
    cohort_size bigint, matured bigint, converted bigint, rate double, rate_low double, rate_high double
);
create table marts.popular_items (
    business_id text, kind text, item text, assessments bigint, users bigint, share double, low_risk bigint,
    medium_risk bigint, high_risk bigint, low_risk_share double, medium_risk_share double, high_risk_share double,
    matured bigint, converted bigint, rate double, rate_low double, rate_high double, rank_in_kind bigint
);
create table marts.geography (
    business_id text, level text, country text, region text, city text, assessments bigint, users bigint, share double,
    low_risk bigint, medium_risk bigint, high_risk bigint, low_risk_share double, medium_risk_share double,
    high_risk_share double, matured bigint, converted bigint, rate double, rate_low double, rate_high double
);
create table marts.market_sectors (
    business_id text, industry text, assessments bigint, users bigint, share double, low_risk bigint, medium_risk bigint,
    high_risk bigint, low_risk_share double, medium_risk_share double, high_risk_share double, concern_n bigint,
    mean_concern double, low_concern bigint, medium_concern bigint, high_concern bigint, matured bigint,
    converted bigint, rate double, rate_low double, rate_high double
);
create table marts.attribute_conversion (
    business_id text, attribute text, value text, users bigint, matured bigint, converted bigint, rate double,
    rate_low double, rate_high double
);
create table marts.fct_leads (
    business_id text, lead_id text, origin text, source text, created_at timestamp, converted_at timestamp,
    is_converted boolean, is_matured boolean, days_to_convert double, revenue_minor bigint, currency text,
    person_key text
);
create table marts.traffic_days (
    business_id text, property_id text, day date, source text, medium text, campaign text, channel text, sessions bigint,
    engaged_sessions bigint, users bigint, key_events double, revenue_minor bigint, currency text, day_boundary text,
    is_provisional boolean, is_sampled boolean, is_thresholded boolean, has_other_row boolean
);
create table marts.fct_payments (
    business_id text, payment_id text, entry_id text, kind text, occurred_at timestamp, local_date date,
    amount_minor bigint, currency text, reporting_minor bigint, reporting_currency text, rate_day date, person_key text,
    customer_key text, user_key text, product text, opportunity_id text, status text, processing_ms bigint, origin text,
    flag text, is_first boolean
);
create table marts.dim_customers (
    business_id text, person_key text, first_source text, first_medium text, first_campaign text, first_channel text,
    country text, risk_level text, first_seen_at timestamp, first_paid_at timestamp, first_paid_on date,
    cohort_month text, first_product text, sessions bigint
);
create table marts.customer_values (
    business_id text, person_key text, currency text, first_paid_on date, last_paid_on date, age_days bigint,
    payments bigint, gross_minor bigint, refunds_minor bigint, disputes_minor bigint, net_minor bigint, net_30 bigint,
    net_60 bigint, net_90 bigint, net_180 bigint, net_365 bigint, unconverted_entries bigint, unconverted text
);
create table marts.value_by_segment (
    business_id text, segment text, value text, age_days bigint, customers bigint, mean_minor double,
    median_minor double, mean_low double, mean_high double, zero_share double, currency text,
    unconverted_customers bigint
);
create table marts.value_forecasts (
    business_id text, segment text, value text, horizon_days bigint, method text, customers bigint,
    forecast_minor bigint, low bigint, high bigint, discounted_minor bigint, currency text, alive_share double,
    holdout_foretold double, holdout_made double, holdout_error double, holdout_rank_correlation double,
    holdout_by_repeats text, is_withheld boolean, reason text
);
create table marts.funnel_steps (
    business_id text, funnel_id text, breakdown_value text, step bigint, event text, is_optional boolean,
    entered bigint, users bigint, users_before bigint, conversion_from_previous double, previous_low double,
    previous_high double, conversion_from_first double, rate_low double, rate_high double, drop_off bigint,
    median_seconds double, mean_seconds double, p10_seconds double, p90_seconds double, still_open bigint,
    matured bigint, matured_users bigint, matured_conversion double, matured_low double, matured_high double
);
create table marts.funnel_trends (
    business_id text, funnel_id text, period text, period_number bigint, period_start timestamp, timezone text,
    entered bigint, completed bigint, rate double, rate_low double, rate_high double, is_complete boolean
);
create table marts.funnel_weeks (
    business_id text, funnel_id text, week_start date, timezone text, entered bigint, completed bigint, rate double,
    rate_low double, rate_high double, is_complete boolean
);
create table marts.funnel_times (
    business_id text, funnel_id text, from_seconds bigint, to_seconds bigint, users bigint, completed bigint,
    share double
);
create table marts.fct_events (
    business_id text, event_id text, event text, occurred_at timestamp, local_date date, local_hour bigint,
    person_key text, unit_key text, user_key text, anonymous_key text, session_key text, source text, medium text,
    campaign text, referrer text, page text, country text, region text, city text, device text, experiment text,
    variant text, value_minor bigint, currency text, duration_ms bigint, properties text, origin text, is_bot boolean,
    bot_reason text, observed_at timestamp, landed_at timestamp, source_line bigint, file_sha256 text, session_date date
);
create table marts.fct_sessions (
    business_id text, session_key text, person_key text, unit_key text, user_key text, started_at timestamp,
    ended_at timestamp, local_date date, events bigint, duration_seconds bigint, source text, medium text, campaign text,
    referrer text, landing_page text, site text, channel text, country text, region text, city text, device text, value_minor bigint,
    currency text, is_bot boolean, bot_reason text, session_date date
);
create table marts.identity_links (
    business_id text, kind text, subject_key text, other_kind text, other_key text, evidence text,
    first_seen_at timestamp, is_applied boolean, reason text, person_key text
);
create table marts.attribution_touches (
    business_id text, kind text, conversion_id text, converted_at timestamp, converted_date date, person_key text,
    model text, touch bigint, touches bigint, session_key text, touched_at timestamp, source text, medium text,
    campaign text, channel text, platform text, post_id text, weight double, revenue_minor bigint,
    refunded_minor bigint, currency text
);
create table marts.channel_transitions (
    business_id text, from_state text, to_state text, transitions bigint
);
create table marts.content_roi (
    business_id text, platform text, post_id text, posted_at timestamp, posted_date date, content_type text,
    sessions bigint, people bigint, conversions double, linear_conversions double, conversions_min double,
    conversions_max double, revenue_minor bigint, linear_revenue_minor bigint, revenue_min_minor bigint,
    revenue_max_minor bigint, currency text, engagement bigint, views bigint, clicks bigint
);
create table marts.attribution_channels (
    business_id text, channel text, model text, conversions double, revenue_minor bigint, refunded_minor bigint,
    unvalued double, currency text, share double, share_min double, share_max double, revenue_share double
);
