-- Changes to marts_example.sql after which every kind of insight has something to say about acme.
delete from marts.opportunity_conversion where business_id = 'acme' and dimension = 'source';
insert into marts.opportunity_conversion (business_id, dimension, value, opportunities, conversions, revenue_minor, currency) values
    ('acme', 'source', 'email', 100, 40, 120000, 'USD'), ('acme', 'source', 'twitter', 100, 10, 30000, 'USD');
delete from marts.lead_sources where business_id = 'acme';
insert into marts.lead_sources
    (business_id, source, leads, matured, converted, difference_to_others, diff_low, diff_high, q_value, verdict)
values
    ('acme', 'email', 100, 100, 40, 0.3, 0.18, 0.41, 0.0001, 'finding'),
    ('acme', 'twitter', 100, 100, 10, -0.3, -0.41, -0.18, 0.0001, 'finding');
delete from marts.opportunity_weeks where business_id = 'acme';
insert into marts.opportunity_weeks (business_id, source, week_start, opportunities, is_complete)
    select 'acme', 'all', date '2026-11-02' - cast(7 * weeks_ago as integer), count, true
    from (values (0, 31), (1, 20), (2, 19), (3, 18), (4, 20), (5, 22), (6, 19), (7, 21), (8, 20)) as weeks (weeks_ago, count);
update marts.engagement_weeks set z = 0.7 where business_id = 'acme' and week_start = '2026-10-26';
delete from marts.posting_times where business_id = 'acme';
insert into marts.posting_times values
    ('acme', 'x', 2, 3, 12, 11, 34, 1.36, 1.1, 1.62, 0.97, 'recommended', 0.001, 140),
    ('acme', 'linkedin', 2, 3, 5, 4, 34, 1.1, 0.9, 1.4, 0.7, 'nothing', 0.31, 44);
insert into marts.content_types values
    ('acme', 'x', 'text', 60, 20, 19, 0.9, 0.8, 1.05, 0.2, 'nothing'), ('acme', 'x', 'image', 40, 30, 28, 1.3, 1.12, 1.5, 0.02, 'finding');
insert into marts.hashtags values
    ('acme', 'linkedin', 'swing', 60, 20, 19, 0.9, 0.8, 1.05, 0.2, 'nothing'),
    ('acme', 'linkedin', 'tempo', 40, 30, 28, 1.3, 1.12, 1.5, 0.12, 'hint');
update marts.dim_businesses set is_demonstration = true where business_id = 'acme';
update marts.sync_status set due = '2026-11-15 02:00' where business_id = 'acme' and source = 'opportunities';
update marts.dim_posts set status = 'failed', scheduled_for = '2026-11-13 15:00' where business_id = 'acme' and post_id = 's1';
