-- One small business as published on Sunday 15 November 2026, 18:00 in New York. Four opportunities by email, of which one
-- converted at $500; four by twitter and one by the website, of which none did. Posts on X (with views) and LinkedIn (without).
insert into almanac.version values (12, '2026-11-15 22:40:00', 'f00d', 'duckdb');
insert into marts.dim_businesses values
    ('acme', 'Acme Golf', 'America/New_York', 'USD', 'monday', 30, false, '2026-11-15 22:40:00', '2026-11-15', '2026-10-01',
     '2026-11-15 15:00:00');
insert into marts.fct_opportunities
    (business_id, opportunity_id, source, type, status, created_at, created_date, responded_at, converted_at, revenue_minor,
     currency, is_converted, is_matured, response_hours, days_to_convert, has_zone)
values
    ('acme', 'e1', 'email', 'golf coaching', 'responded', '2026-10-01 15:00', '2026-10-01', '2026-10-01 17:00', null, null, null, false, true, 2, null, true),
    ('acme', 'e2', 'email', 'golf coaching', 'won', '2026-11-02 15:00', '2026-11-02', '2026-11-02 18:00', '2026-11-10 15:00', 50000, 'USD', true, false, 3, 8, true),
    ('acme', 'e3', 'email', 'partnership', 'responded', '2026-11-09 15:00', '2026-11-09', '2026-11-09 19:00', null, null, null, false, false, 4, null, true),
    ('acme', 'e4', 'email', null, 'new', '2026-11-11 15:00', '2026-11-11', null, null, null, null, false, false, null, null, false),
    ('acme', 't1', 'twitter', 'golf coaching', 'lost', '2026-10-02 15:00', '2026-10-02', '2026-10-02 16:00', null, null, null, false, true, 1, null, true),
    ('acme', 't2', 'twitter', 'partnership', 'responded', '2026-11-03 15:00', '2026-11-03', '2026-11-13 15:00', null, null, null, false, false, 240, null, true),
    ('acme', 't3', 'twitter', 'partnership', 'new', '2026-11-08 15:00', '2026-11-08', null, null, null, null, false, false, null, null, true),
    ('acme', 't4', 'twitter', 'golf coaching', 'new', '2026-11-15 15:00', '2026-11-15', null, null, null, null, false, false, null, null, true),
    ('acme', 'w1', 'website', 'golf coaching', 'responded', '2026-11-14 15:00', '2026-11-14', '2026-11-14 15:30', null, null, null, false, false, 0.5, null, true);
insert into marts.opportunity_conversion
    (business_id, dimension, value, window_days, opportunities, conversions, conversion_rate, rate_low, rate_high,
     revenue_minor, currency, revenue_share, median_response_hours, conversions_in_other_currencies)
values
    ('acme', 'all', 'all', null, 9, 1, 0.111111, 0.019915, 0.435015, 50000, 'USD', 1, 2.5, 0),
    ('acme', 'all', 'all', 28, 7, 1, 0.142857, 0.025669, 0.513148, 50000, 'USD', 1, 3.5, 0),
    ('acme', 'source', 'email', null, 4, 1, 0.25, 0.045587, 0.699358, 50000, 'USD', 1, 3, 0),
    ('acme', 'source', 'twitter', null, 4, 0, 0, 0, 0.489891, 0, 'USD', 0, 120.5, 0),
    ('acme', 'source', 'website', null, 1, 0, 0, 0, 0.793450, 0, 'USD', 0, 0.5, 0),
    ('acme', 'type', 'golf coaching', null, 5, 1, 0.2, 0.036224, 0.624465, 50000, 'USD', 1, 1.5, 0),
    ('acme', 'type', 'partnership', null, 3, 0, 0, 0, 0.561497, 0, 'USD', 0, 122, 0),
    ('acme', 'type', '(none)', null, 1, 0, 0, 0, 0.793450, 0, 'USD', 0, null, 0);
insert into marts.lead_sources (business_id, source, leads, matured, converted, verdict) values
    ('acme', 'email', 4, 1, 0, 'too_few'), ('acme', 'twitter', 4, 1, 0, 'too_few'), ('acme', 'website', 1, 0, 0, 'too_few');
insert into marts.opportunity_weeks
    (business_id, source, week_start, week_end, opportunities, conversions, responded, median_response_hours, is_complete)
values
    ('acme', 'all', '2026-11-02', '2026-11-08', 3, 1, 2, 121.5, true), ('acme', 'all', '2026-11-09', '2026-11-15', 4, 0, 2, 2.25, false),
    ('acme', 'email', '2026-11-02', '2026-11-08', 1, 1, 1, 3, true), ('acme', 'email', '2026-11-09', '2026-11-15', 2, 0, 1, 4, false),
    ('acme', 'twitter', '2026-11-02', '2026-11-08', 2, 0, 1, 240, true), ('acme', 'twitter', '2026-11-09', '2026-11-15', 1, 0, 0, null, false),
    ('acme', 'website', '2026-11-02', '2026-11-08', 0, 0, 0, null, true), ('acme', 'website', '2026-11-09', '2026-11-15', 1, 0, 1, 0.5, false);
insert into marts.dim_posts (business_id, platform, post_id, text, status, posted_at, posted_date, scheduled_for) values
    ('acme', 'x', 'p1', 'Five drills', 'posted', '2026-11-10 15:00', '2026-11-10', null),
    ('acme', 'x', 'p2', 'Tempo & balance', 'posted', '2026-11-12 15:00', '2026-11-12', null),
    ('acme', 'x', 'p3', 'Running day', 'posted', '2026-11-15 15:00', '2026-11-15', null),
    ('acme', 'x', 'p0', 'Last week', 'posted', '2026-11-04 15:00', '2026-11-04', null),
    ('acme', 'linkedin', 'l1', 'Members'' day', 'posted', '2026-11-11 15:00', '2026-11-11', null),
    ('acme', 'x', 's1', 'Soon', 'scheduled', null, null, '2026-11-18 15:00');
insert into marts.post_performance
    (business_id, platform, post_id, posted_at, posted_date, text, views, likes, comments, shares, clicks, engagement, denominator_n)
values
    ('acme', 'x', 'p1', '2026-11-10 15:00', '2026-11-10', 'Five drills', 1000, 30, 5, 5, 7, 40, 1000),
    ('acme', 'x', 'p2', '2026-11-12 15:00', '2026-11-12', 'Tempo & balance', 200, 6, 1, 1, 2, 8, 200),
    ('acme', 'x', 'p3', '2026-11-15 15:00', '2026-11-15', 'Running day', 5000, 600, 50, 50, 9, 700, 5000),
    ('acme', 'x', 'p0', '2026-11-04 15:00', '2026-11-04', 'Last week', 900, 18, 1, 1, 4, 20, 900),
    ('acme', 'linkedin', 'l1', '2026-11-11 15:00', '2026-11-11', 'Members'' day', null, 11, 1, 1, null, 13, null);
insert into marts.engagement_weeks
    (business_id, platform, week_start, week_end, posts, engagement, is_complete, is_settled, engagement_settled, change, z)
values
    ('acme', 'x', '2026-10-19', '2026-10-25', 2, 30, true, true, 30, null, null),
    ('acme', 'x', '2026-10-26', '2026-11-01', 3, 45, true, true, 45, 15, null),
    ('acme', 'x', '2026-11-02', '2026-11-08', 1, 20, true, false, null, null, null);
insert into marts.posting_times values
    ('acme', 'x', 2, 3, 1, 1, 40, 1.01, 0.9, 1.2, 0.6, 'too_few', null, 6);
insert into marts.content_types values ('acme', 'x', 'video', 6, 20, 18, null, null, null, null, 'too_few');
insert into marts.hashtags values ('acme', 'x', 'golf', 3, 20, 18, null, null, null, null, 'too_few');
insert into marts.sync_status (business_id, source, account_id, last_ok, newest_data, "rows", rejected) values
    ('acme', 'opportunities', 'inbox', '2026-11-15 20:00', '2026-11-15 15:00', 9, 2),
    ('acme', 'posts_file', 'inbox', '2026-11-15 20:00', '2026-11-15 15:00', 6, 0);
insert into marts.quarantine_summary values
    ('acme', 'opportunities', 'rejected', 'created_at: not a date and time (ISO 8601)', 2, 1, '2026-11-15', '2026-11-15'),
    ('acme', 'opportunities', 'notice', 'two lines with one id, the later one counts', 1, 1, '2026-11-15', '2026-11-15');
