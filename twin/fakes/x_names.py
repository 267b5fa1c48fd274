"""The names that X takes: parameters of its endpoints, fields and expansions in both vocabularies."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMMON_FIELDS = _names(
    "article attachments community_id context_annotations conversation_id created_at display_text_range"
    " edit_controls entities geo id lang media_metadata non_public_metrics organic_metrics possibly_sensitive"
    " promoted_metrics public_metrics reply_settings scopes source text withheld"
)
OLD_FIELDS = {"note_tweet", "author_id", "edit_history_tweet_ids", "in_reply_to_user_id", "referenced_tweets"}
FIELDS = {"post": COMMON_FIELDS | {"note_post"}, "tweet": COMMON_FIELDS | OLD_FIELDS}
COMMON_EXPANSIONS = frozenset({"attachments.media_keys", "author_id", "in_reply_to_user_id"})
EXPANSIONS = {
    "post": COMMON_EXPANSIONS | {"edit_history_post_ids", "referenced_posts"},
    "tweet": COMMON_EXPANSIONS | {"edit_history_tweet_ids", "referenced_tweets.id"},
}
MEDIA_FIELDS = _names(
    "alt_text duration_ms height media_key non_public_metrics organic_metrics preview_image_url"
    " promoted_metrics public_metrics type url variants width"
)
USER_FIELDS = _names(
    "affiliation created_at description entities id location name profile_image_url protected public_metrics"
    " url username verified verified_type withheld"
)
LISTS = {
    "media.fields": MEDIA_FIELDS,
    "user.fields": USER_FIELDS,
    "exclude": frozenset({"replies", "retweets"}),
}
POSTS = ("ids", "expansions", "media.fields", "user.fields")
WINDOW = ("since_id", "until_id", "start_time", "end_time")
TIMELINE = (
    *WINDOW,
    "max_results",
    "pagination_token",
    "exclude",
    "expansions",
    "media.fields",
    "user.fields",
)
