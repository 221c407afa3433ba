CREATE TABLE `conversation_facets` (
	`conv_id` text NOT NULL,
	`facet` text NOT NULL,
	`value` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`conv_id`, `facet`, `value`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `conversation_facets_by_value` ON `conversation_facets` (`facet`,`value`,`conv_id`);--> statement-breakpoint
CREATE TABLE `conversation_sessions` (
	`conv_id` text NOT NULL,
	`session_id` text NOT NULL,
	`first_seen_at_ms` integer,
	`last_seen_at_ms` integer,
	PRIMARY KEY(`conv_id`, `session_id`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `conversation_sessions_by_session` ON `conversation_sessions` (`session_id`);--> statement-breakpoint
CREATE TABLE `conversation_sources` (
	`conv_id` text NOT NULL,
	`source` text NOT NULL,
	`item_count` integer,
	`first_seen_at_ms` integer,
	`last_seen_at_ms` integer,
	PRIMARY KEY(`conv_id`, `source`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `conversations` (
	`conv_id` text PRIMARY KEY NOT NULL,
	`runtime_key` text,
	`runtime_fingerprint` text,
	`profile_slug` text,
	`profile_version` text,
	`title` text,
	`created_at_ms` integer,
	`last_activity_ms` integer,
	`closed_at_ms` integer,
	`evicted_at_ms` integer,
	`status` text,
	`reported_status` text,
	`active_request_key` text,
	`stream_running` integer,
	`websocket_count` integer,
	`websocket_high_water` integer,
	`queue_depth` integer,
	`queue_high_water` integer,
	`buffered_event_count` integer,
	`has_timeline` integer,
	`has_turns` integer,
	`has_raw_events` integer,
	`has_model_calls` integer,
	`has_tool_calls` integer,
	`has_transport` integer,
	`last_error_code` text,
	`last_error_class` text,
	`last_error_message` text,
	`has_panic` integer,
	`open_incident_count` integer,
	`integrity_state` text,
	`anomaly_count` integer,
	`event_count` integer,
	`turn_count` integer,
	`entity_count` integer,
	`model_call_count` integer,
	`tool_call_count` integer,
	`error_count` integer,
	`input_tokens` integer,
	`output_tokens` integer,
	`total_tokens` integer,
	`bytes_received` integer,
	`bytes_stored` integer,
	`is_demo` integer,
	`session_id` text,
	`turn_id` text,
	`run_id` text,
	`request_id` text,
	`idempotency_key` text,
	`stream_id` text,
	`event_id` text,
	`seq` integer,
	`version` integer,
	`trace_id` text,
	`span_id` text,
	`parent_span_id` text,
	`occurred_at_ms` integer,
	`ingested_at_ms` integer,
	`updated_at_ms` integer,
	`source` text,
	`ordinal` integer,
	`key_origins` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `conversations_by_activity` ON `conversations` ("last_activity_ms" desc,`conv_id`,`status`);--> statement-breakpoint
CREATE INDEX `conversations_by_created` ON `conversations` ("created_at_ms" desc,`conv_id`);--> statement-breakpoint
CREATE INDEX `conversations_by_status` ON `conversations` (`status`,"last_activity_ms" desc,`conv_id`);--> statement-breakpoint
CREATE INDEX `conversations_by_duration` ON `conversations` (("last_activity_ms" - "created_at_ms") desc,`conv_id`);--> statement-breakpoint
CREATE INDEX `conversations_by_events` ON `conversations` ("event_count" desc,`conv_id`);--> statement-breakpoint
CREATE INDEX `conversations_by_turns` ON `conversations` ("turn_count" desc,`conv_id`);--> statement-breakpoint
CREATE INDEX `conversations_by_tokens` ON `conversations` ("total_tokens" desc,`conv_id`);--> statement-breakpoint
CREATE INDEX `conversations_by_errors` ON `conversations` ("error_count" desc,`conv_id`);--> statement-breakpoint
CREATE INDEX `conversations_by_session` ON `conversations` (`session_id`);--> statement-breakpoint
CREATE TABLE `facet_values` (
	`facet` text NOT NULL,
	`value` text NOT NULL,
	`conversation_count` integer NOT NULL,
	PRIMARY KEY(`facet`, `value`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `list_changes` (
	`version` integer PRIMARY KEY NOT NULL,
	`conv_id` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `list_changes_conv_id_unique` ON `list_changes` (`conv_id`);--> statement-breakpoint
CREATE TABLE `unsettled_conversations` (
	`conv_id` text PRIMARY KEY NOT NULL,
	`due_at_ms` integer NOT NULL,
	`failure` text
) STRICT;
--> statement-breakpoint
CREATE TABLE `entity_keys` (
	`entity_key` integer PRIMARY KEY NOT NULL,
	`subject_key` integer NOT NULL,
	`kind_key` integer NOT NULL,
	`origin` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `entity_keys_by_subject` ON `entity_keys` (`subject_key`,`kind_key`,`origin`);--> statement-breakpoint
CREATE TABLE `entity_rows` (
	`entity_key` integer PRIMARY KEY NOT NULL,
	`conv_key` integer NOT NULL,
	`origin` integer NOT NULL,
	`created_at_ms` integer,
	`entity_updated_at_ms` integer,
	`first_seen_version` integer,
	`last_seen_version` integer,
	`status_key` integer,
	`first_ordinal` integer,
	`ordinal` integer,
	`session_id_key` integer,
	`turn_id_key` integer,
	`key_origins_key` integer,
	`ingested_at_ms` integer,
	`occurred_at_ms` integer,
	`version` integer,
	`updated_at_ms` integer,
	`props_of` integer,
	`summary` text,
	`props` text,
	`source_key` integer,
	`run_id_key` integer,
	`request_id` text,
	`idempotency_key` text,
	`stream_id` text,
	`event_id` text,
	`seq` integer,
	`trace_id` text,
	`span_id` text,
	`parent_span_id` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `entity_rows_by_created` ON `entity_rows` (`conv_key`,`created_at_ms`,`origin`);--> statement-breakpoint
CREATE TABLE `entity_version_rows` (
	`conv_key` integer NOT NULL,
	`entity_key` integer NOT NULL,
	`version` integer NOT NULL,
	`last_version` integer,
	`writes` integer,
	`ordinal` integer,
	`last_ordinal` integer,
	`changed_fields_key` integer,
	`occurred_at_ms` integer,
	`tells_state` integer DEFAULT 0 NOT NULL,
	`summary` text,
	PRIMARY KEY(`entity_key`, `version`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `entity_versions_by_time` ON `entity_version_rows` (`conv_key`,`occurred_at_ms`);--> statement-breakpoint
CREATE INDEX `entity_versions_by_ordinal` ON `entity_version_rows` (`conv_key`,`ordinal`);--> statement-breakpoint
CREATE TABLE `projection_faults` (
	`fault_id` text PRIMARY KEY NOT NULL,
	`conv_id` text NOT NULL,
	`kind` text NOT NULL,
	`entity_id` text,
	`entity_kind` text,
	`field` text,
	`count` integer,
	`detail` text,
	`stored_value` text,
	`recomputed_value` text,
	`previous_ordinal` integer,
	`next_ordinal` integer,
	`session_id` text,
	`turn_id` text,
	`run_id` text,
	`request_id` text,
	`idempotency_key` text,
	`stream_id` text,
	`event_id` text,
	`seq` integer,
	`version` integer,
	`trace_id` text,
	`span_id` text,
	`parent_span_id` text,
	`occurred_at_ms` integer,
	`ingested_at_ms` integer,
	`updated_at_ms` integer,
	`source` text,
	`ordinal` integer,
	`key_origins` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `projection_faults_by_conversation` ON `projection_faults` (`conv_id`,`kind`);--> statement-breakpoint
CREATE TABLE `projectors` (
	`conv_id` text NOT NULL,
	`handler` text NOT NULL,
	`handler_version` text,
	`upsert_count` integer,
	`upsert_latency_sum_ms` real,
	`upsert_latency_max_ms` real,
	`upsert_latency_histogram` text,
	`drop_count` integer,
	`throttle_count` integer,
	`cursor_ordinal` integer,
	`updated_at_ms` integer,
	`source` text,
	PRIMARY KEY(`conv_id`, `handler`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `block_keys` (
	`block_key` integer PRIMARY KEY NOT NULL,
	`block_id` text NOT NULL,
	`content_hash` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `block_keys_by_id` ON `block_keys` (`block_id`,`content_hash`);--> statement-breakpoint
CREATE TABLE `blocks` (
	`block_id` text NOT NULL,
	`content_hash` text NOT NULL,
	`hash_algorithm` text,
	`hash_verified` integer,
	`payload_hash` text,
	`kind` text NOT NULL,
	`role` text,
	`payload` text,
	`metadata` text,
	`text_preview` text,
	`tool_call_id` text,
	`tool_name` text,
	`provider_item_id` text,
	`error_text` text,
	`first_seen_at_ms` integer,
	`reuse_count` integer,
	`ingested_at_ms` integer,
	PRIMARY KEY(`block_id`, `content_hash`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `blocks_by_tool_call` ON `blocks` (`tool_call_id`);--> statement-breakpoint
CREATE INDEX `blocks_by_provider_item` ON `blocks` (`provider_item_id`) WHERE "blocks"."provider_item_id" is not null;--> statement-breakpoint
CREATE TABLE `snapshot_block_rows` (
	`snapshot_key` integer NOT NULL,
	`position` integer NOT NULL,
	`block_key` integer NOT NULL,
	`lineage_key` integer,
	`lineage_turn_id_key` integer,
	`lineage_phase_key` integer,
	`previous_hash` text,
	`previous_position` integer,
	PRIMARY KEY(`snapshot_key`, `position`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `snapshot_block_rows_by_block` ON `snapshot_block_rows` (`block_key`);--> statement-breakpoint
CREATE TABLE `snapshot_keys` (
	`snapshot_key` integer PRIMARY KEY NOT NULL,
	`conv_key` integer NOT NULL,
	`turn_key` integer NOT NULL,
	`phase_key` integer NOT NULL,
	`snapshot_at_ms` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `snapshot_keys_by_turn` ON `snapshot_keys` (`conv_key`,`turn_key`,`phase_key`,`snapshot_at_ms`);--> statement-breakpoint
CREATE TABLE `turn_snapshots` (
	`session_id` text,
	`turn_id` text NOT NULL,
	`run_id` text,
	`request_id` text,
	`idempotency_key` text,
	`stream_id` text,
	`event_id` text,
	`seq` integer,
	`version` integer,
	`trace_id` text,
	`span_id` text,
	`parent_span_id` text,
	`occurred_at_ms` integer,
	`ingested_at_ms` integer,
	`updated_at_ms` integer,
	`source` text,
	`ordinal` integer,
	`key_origins` text,
	`conv_id` text NOT NULL,
	`phase` text NOT NULL,
	`snapshot_at_ms` integer NOT NULL,
	`iteration` integer,
	`inference_id` text,
	`runtime_key` text,
	`payload` text,
	`payload_hash` text,
	`block_count` integer,
	`first_seen_ms` integer,
	`finalised_ms` integer,
	`phase_latency_ms` real,
	`metadata` text,
	`data` text,
	PRIMARY KEY(`conv_id`, `turn_id`, `phase`, `snapshot_at_ms`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `turn_snapshots_by_time` ON `turn_snapshots` (`conv_id`,`snapshot_at_ms`);--> statement-breakpoint
CREATE TABLE `turn_warnings` (
	`conv_id` text NOT NULL,
	`turn_id` text NOT NULL,
	`phase` text NOT NULL,
	`snapshot_at_ms` integer NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`message` text,
	`path` text,
	PRIMARY KEY(`conv_id`, `turn_id`, `phase`, `snapshot_at_ms`, `position`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `turns` (
	`session_id` text,
	`turn_id` text NOT NULL,
	`run_id` text,
	`request_id` text,
	`idempotency_key` text,
	`stream_id` text,
	`event_id` text,
	`seq` integer,
	`version` integer,
	`trace_id` text,
	`span_id` text,
	`parent_span_id` text,
	`occurred_at_ms` integer,
	`ingested_at_ms` integer,
	`updated_at_ms` integer,
	`source` text,
	`ordinal` integer,
	`key_origins` text,
	`conv_id` text NOT NULL,
	`inference_id` text,
	`runtime_key` text,
	`position` integer,
	`started_at_ms` integer,
	`finished_at_ms` integer,
	`last_phase` text,
	`outcome` text,
	`failure_code` text,
	`iteration_count` integer,
	`snapshot_count` integer,
	`block_count` integer,
	`prompt_text` text,
	`answer_text` text,
	`metadata` text,
	`data` text,
	PRIMARY KEY(`conv_id`, `turn_id`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `turns_by_start` ON `turns` (`conv_id`,`started_at_ms`,`turn_id`);--> statement-breakpoint
CREATE INDEX `turns_by_id` ON `turns` (`turn_id`);--> statement-breakpoint
CREATE INDEX `turns_by_inference` ON `turns` (`inference_id`);--> statement-breakpoint
CREATE INDEX `turns_by_trace` ON `turns` (`trace_id`) WHERE "turns"."trace_id" is not null;--> statement-breakpoint
CREATE TABLE `conflict_bytes` (
	`conflict_id` text PRIMARY KEY NOT NULL,
	`bytes` blob NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `conversation_keys` (
	`conv_key` integer PRIMARY KEY NOT NULL,
	`conv_id` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `conversation_keys_conv_id_unique` ON `conversation_keys` (`conv_id`);--> statement-breakpoint
CREATE TABLE `event_conflicts` (
	`conflict_id` text PRIMARY KEY NOT NULL,
	`ordinal` integer NOT NULL,
	`conv_id` text,
	`event_id` text,
	`source` text,
	`kept_sha256` text NOT NULL,
	`other_sha256` text NOT NULL,
	`other_bytes` integer,
	`count` integer,
	`first_seen_at_ms` integer,
	`last_seen_at_ms` integer
) STRICT;
--> statement-breakpoint
CREATE INDEX `event_conflicts_by_ordinal` ON `event_conflicts` (`ordinal`);--> statement-breakpoint
CREATE TABLE `event_segments` (
	`segment_key` integer PRIMARY KEY NOT NULL,
	`conv_key` integer,
	`first_ordinal` integer NOT NULL,
	`last_ordinal` integer NOT NULL,
	`event_count` integer NOT NULL,
	`raw_bytes` integer NOT NULL,
	`is_packed` integer NOT NULL,
	`codec` text NOT NULL,
	`places` blob NOT NULL,
	`data` blob NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `event_segments_by_conversation` ON `event_segments` (`conv_key`,`first_ordinal`,`last_ordinal`);--> statement-breakpoint
CREATE INDEX `event_segments_young` ON `event_segments` (`conv_key`,`first_ordinal`) WHERE "event_segments"."is_packed" = 0;--> statement-breakpoint
CREATE TABLE `event_types` (
	`type_key` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `event_types_name_unique` ON `event_types` (`name`);--> statement-breakpoint
CREATE TABLE `events` (
	`ordinal` integer PRIMARY KEY NOT NULL,
	`conv_key` integer,
	`stream_key` integer NOT NULL,
	`type_key` integer NOT NULL,
	`source_key` integer NOT NULL,
	`subject_key` integer,
	`turn_key` integer,
	`class` integer NOT NULL,
	`dialect` integer NOT NULL,
	`source_path` integer NOT NULL,
	`decode_status` integer NOT NULL,
	`regime` integer NOT NULL,
	`epoch` integer NOT NULL,
	`seq` integer,
	`occurred_at_ms` integer,
	`ingested_at_ms` integer NOT NULL,
	`item_id` text,
	`stream_id` text,
	`stem_key` integer NOT NULL,
	`identity_number` integer NOT NULL,
	`sha256` blob NOT NULL,
	`byte_length` integer NOT NULL,
	`decode_error` text,
	`turn_how` integer,
	`twin_of` integer
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `events_by_identity` ON `events` (`stem_key`,`identity_number`);--> statement-breakpoint
CREATE INDEX `events_by_conversation` ON `events` (`conv_key`);--> statement-breakpoint
CREATE INDEX `events_by_conversation_time` ON `events` (`conv_key`,(CASE WHEN "occurred_at_ms" IS NULL THEN "ingested_at_ms" ELSE "occurred_at_ms" END));--> statement-breakpoint
CREATE INDEX `events_by_stream` ON `events` (`stream_key`);--> statement-breakpoint
CREATE INDEX `events_by_type` ON `events` (`type_key`);--> statement-breakpoint
CREATE INDEX `events_by_subject` ON `events` (`subject_key`);--> statement-breakpoint
CREATE INDEX `events_without_time` ON `events` (`occurred_at_ms`) WHERE "events"."occurred_at_ms" is null;--> statement-breakpoint
CREATE TABLE `identity_stems` (
	`stem_key` integer PRIMARY KEY NOT NULL,
	`source_key` integer NOT NULL,
	`stem` text NOT NULL,
	`digits` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `identity_stems_by_text` ON `identity_stems` (`stem`,`digits`,`source_key`);--> statement-breakpoint
CREATE TABLE `ordering_anomalies` (
	`anomaly_id` text PRIMARY KEY NOT NULL,
	`conv_id` text,
	`stream` text NOT NULL,
	`kind` text NOT NULL,
	`epoch` integer,
	`ordinal` integer,
	`previous_ordinal` integer,
	`seq` integer,
	`expected_seq` integer,
	`missing_count` integer,
	`occurred_at_ms` integer,
	`ingested_at_ms` integer
) STRICT;
--> statement-breakpoint
CREATE INDEX `ordering_anomalies_by_conversation` ON `ordering_anomalies` (`conv_id`,`ordinal`);--> statement-breakpoint
CREATE INDEX `ordering_anomalies_by_ordinal` ON `ordering_anomalies` (`ordinal`);--> statement-breakpoint
CREATE TABLE `packed_dialects` (
	`dialect` integer PRIMARY KEY NOT NULL,
	`event_count` integer NOT NULL,
	`raw_bytes` integer NOT NULL,
	`stored_bytes` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `sources` (
	`source_key` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `sources_name_unique` ON `sources` (`name`);--> statement-breakpoint
CREATE TABLE `streams` (
	`stream_key` integer PRIMARY KEY NOT NULL,
	`source_key` integer NOT NULL,
	`conv_key` integer,
	`name` text NOT NULL,
	`order_state` text,
	`order_ordinal` integer
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `streams_by_name` ON `streams` (`source_key`,`name`,`conv_key`);--> statement-breakpoint
CREATE TABLE `subjects` (
	`subject_key` integer PRIMARY KEY NOT NULL,
	`conv_key` integer,
	`name` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `subjects_by_name` ON `subjects` (`name`,`conv_key`);--> statement-breakpoint
CREATE TABLE `turn_keys` (
	`turn_key` integer PRIMARY KEY NOT NULL,
	`conv_key` integer,
	`turn_id` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `turn_keys_by_id` ON `turn_keys` (`turn_id`,`conv_key`);--> statement-breakpoint
CREATE TABLE `words` (
	`word_key` integer PRIMARY KEY NOT NULL,
	`word` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `words_word_unique` ON `words` (`word`);--> statement-breakpoint
CREATE TABLE `model_call_retries` (
	`conv_id` text NOT NULL,
	`call_id` text NOT NULL,
	`attempt` integer NOT NULL,
	`status` text,
	`cause` text,
	`backoff_ms` real,
	`occurred_at_ms` integer,
	`ordinal` integer,
	PRIMARY KEY(`conv_id`, `call_id`, `attempt`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `model_calls` (
	`conv_id` text NOT NULL,
	`call_id` text NOT NULL,
	`provider` text,
	`request_model` text,
	`response_model` text,
	`model_version` text,
	`operation` text,
	`parameters` text,
	`streaming` integer,
	`status` text,
	`request_hash` text,
	`response_hash` text,
	`request_body` text,
	`response_body` text,
	`input_tokens` integer,
	`output_tokens` integer,
	`cache_read_tokens` integer,
	`cache_write_tokens` integer,
	`reasoning_tokens` integer,
	`total_tokens` integer,
	`cost` real,
	`finish_reason` text,
	`finish_class` text,
	`response_id` text,
	`retry_count` integer,
	`backoff_cause` text,
	`started_at_ms` integer,
	`finished_at_ms` integer,
	`queue_ms` real,
	`provider_ms` real,
	`postprocess_ms` real,
	`total_ms` real,
	`first_byte_ms` real,
	`first_token_ms` real,
	`first_content_ms` real,
	`tokens_per_second` real,
	`error_code` text,
	`error_message` text,
	`output_preview` text,
	`iteration` integer,
	`first_ordinal` integer,
	`last_ordinal` integer,
	`session_id` text,
	`turn_id` text,
	`run_id` text,
	`request_id` text,
	`idempotency_key` text,
	`stream_id` text,
	`event_id` text,
	`seq` integer,
	`version` integer,
	`trace_id` text,
	`span_id` text,
	`parent_span_id` text,
	`occurred_at_ms` integer,
	`ingested_at_ms` integer,
	`updated_at_ms` integer,
	`source` text,
	`ordinal` integer,
	`key_origins` text,
	PRIMARY KEY(`conv_id`, `call_id`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `model_calls_by_start` ON `model_calls` (`conv_id`,`started_at_ms`);--> statement-breakpoint
CREATE INDEX `model_calls_by_end` ON `model_calls` (`conv_id`,`finished_at_ms`);--> statement-breakpoint
CREATE INDEX `model_calls_recent` ON `model_calls` ("started_at_ms" desc,`conv_id`,`call_id`);--> statement-breakpoint
CREATE INDEX `model_calls_by_id` ON `model_calls` (`call_id`);--> statement-breakpoint
CREATE INDEX `model_calls_by_model` ON `model_calls` (`request_model`,"started_at_ms" desc);--> statement-breakpoint
CREATE INDEX `model_calls_by_response` ON `model_calls` (`response_id`) WHERE "model_calls"."response_id" is not null;--> statement-breakpoint
CREATE INDEX `model_calls_by_trace` ON `model_calls` (`trace_id`) WHERE "model_calls"."trace_id" is not null;--> statement-breakpoint
CREATE TABLE `provider_items` (
	`conv_id` text NOT NULL,
	`item_id` text NOT NULL,
	`call_id` text NOT NULL,
	`kind` text,
	`occurred_at_ms` integer,
	`ordinal` integer,
	PRIMARY KEY(`conv_id`, `item_id`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `provider_items_by_call` ON `provider_items` (`conv_id`,`call_id`);--> statement-breakpoint
CREATE INDEX `provider_items_by_id` ON `provider_items` (`item_id`);--> statement-breakpoint
CREATE TABLE `tool_calls` (
	`conv_id` text NOT NULL,
	`tool_call_id` text NOT NULL,
	`tool_name` text,
	`tool_type` text,
	`tool_version` text,
	`executed_by` text,
	`model_call_id` text,
	`arguments` text,
	`arguments_raw` text,
	`result` text,
	`result_raw` text,
	`error_text` text,
	`error_code` text,
	`status` text,
	`requested_at_ms` integer,
	`started_at_ms` integer,
	`finished_at_ms` integer,
	`duration_ms` real,
	`retry_count` integer,
	`timeout_ms` real,
	`cancel_cause` text,
	`approval` text,
	`iteration` integer,
	`first_ordinal` integer,
	`last_ordinal` integer,
	`session_id` text,
	`turn_id` text,
	`run_id` text,
	`request_id` text,
	`idempotency_key` text,
	`stream_id` text,
	`event_id` text,
	`seq` integer,
	`version` integer,
	`trace_id` text,
	`span_id` text,
	`parent_span_id` text,
	`occurred_at_ms` integer,
	`ingested_at_ms` integer,
	`updated_at_ms` integer,
	`source` text,
	`ordinal` integer,
	`key_origins` text,
	PRIMARY KEY(`conv_id`, `tool_call_id`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `tool_calls_by_start` ON `tool_calls` (`conv_id`,`requested_at_ms`);--> statement-breakpoint
CREATE INDEX `tool_calls_by_end` ON `tool_calls` (`conv_id`,`finished_at_ms`);--> statement-breakpoint
CREATE INDEX `tool_calls_recent` ON `tool_calls` ("requested_at_ms" desc,`conv_id`,`tool_call_id`);--> statement-breakpoint
CREATE INDEX `tool_calls_by_id` ON `tool_calls` (`tool_call_id`);--> statement-breakpoint
CREATE INDEX `tool_calls_by_name` ON `tool_calls` (`tool_name`,"requested_at_ms" desc);--> statement-breakpoint
CREATE INDEX `tool_calls_by_trace` ON `tool_calls` (`trace_id`) WHERE "tool_calls"."trace_id" is not null;--> statement-breakpoint
CREATE TABLE `tool_side_effects` (
	`conv_id` text NOT NULL,
	`tool_call_id` text NOT NULL,
	`position` integer NOT NULL,
	`kind` text NOT NULL,
	`target` text,
	`action` text,
	`occurred_at_ms` integer,
	PRIMARY KEY(`conv_id`, `tool_call_id`, `position`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `guardrail_decisions` (
	`conv_id` text NOT NULL,
	`decision_id` text NOT NULL,
	`policy` text,
	`verdict` text,
	`score` real,
	`action` text,
	`subject` text,
	`session_id` text,
	`turn_id` text,
	`run_id` text,
	`request_id` text,
	`idempotency_key` text,
	`stream_id` text,
	`event_id` text,
	`seq` integer,
	`version` integer,
	`trace_id` text,
	`span_id` text,
	`parent_span_id` text,
	`occurred_at_ms` integer,
	`ingested_at_ms` integer,
	`updated_at_ms` integer,
	`source` text,
	`ordinal` integer,
	`key_origins` text,
	PRIMARY KEY(`conv_id`, `decision_id`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `guardrail_decisions_by_time` ON `guardrail_decisions` (`conv_id`,`occurred_at_ms`);--> statement-breakpoint
CREATE TABLE `middleware_steps` (
	`conv_id` text NOT NULL,
	`step_id` text NOT NULL,
	`position` integer,
	`name` text,
	`middleware_version` text,
	`started_at_ms` integer,
	`duration_ms` real,
	`before_hash` text,
	`after_hash` text,
	`changed_blocks` text,
	`iteration` integer,
	`error_text` text,
	`session_id` text,
	`turn_id` text,
	`run_id` text,
	`request_id` text,
	`idempotency_key` text,
	`stream_id` text,
	`event_id` text,
	`seq` integer,
	`version` integer,
	`trace_id` text,
	`span_id` text,
	`parent_span_id` text,
	`occurred_at_ms` integer,
	`ingested_at_ms` integer,
	`updated_at_ms` integer,
	`source` text,
	`ordinal` integer,
	`key_origins` text,
	PRIMARY KEY(`conv_id`, `step_id`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `middleware_steps_by_start` ON `middleware_steps` (`conv_id`,`started_at_ms`,`position`);--> statement-breakpoint
CREATE TABLE `mode_decisions` (
	`conv_id` text NOT NULL,
	`decision_id` text NOT NULL,
	`kind` text,
	`from_mode` text,
	`to_mode` text,
	`rationale` text,
	`metadata` text,
	`decided_by` text,
	`session_id` text,
	`turn_id` text,
	`run_id` text,
	`request_id` text,
	`idempotency_key` text,
	`stream_id` text,
	`event_id` text,
	`seq` integer,
	`version` integer,
	`trace_id` text,
	`span_id` text,
	`parent_span_id` text,
	`occurred_at_ms` integer,
	`ingested_at_ms` integer,
	`updated_at_ms` integer,
	`source` text,
	`ordinal` integer,
	`key_origins` text,
	PRIMARY KEY(`conv_id`, `decision_id`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `mode_decisions_by_time` ON `mode_decisions` (`conv_id`,`occurred_at_ms`);--> statement-breakpoint
CREATE TABLE `planner_candidates` (
	`conv_id` text NOT NULL,
	`decision_id` text NOT NULL,
	`position` integer NOT NULL,
	`candidate` text,
	`confidence` real,
	`chosen` integer,
	`rationale` text,
	`session_id` text,
	`turn_id` text,
	`run_id` text,
	`request_id` text,
	`idempotency_key` text,
	`stream_id` text,
	`event_id` text,
	`seq` integer,
	`version` integer,
	`trace_id` text,
	`span_id` text,
	`parent_span_id` text,
	`occurred_at_ms` integer,
	`ingested_at_ms` integer,
	`updated_at_ms` integer,
	`source` text,
	`ordinal` integer,
	`key_origins` text,
	PRIMARY KEY(`conv_id`, `decision_id`, `position`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `prompt_transforms` (
	`conv_id` text NOT NULL,
	`transform_id` text NOT NULL,
	`name` text,
	`before_text` text,
	`after_text` text,
	`diff` text,
	`session_id` text,
	`turn_id` text,
	`run_id` text,
	`request_id` text,
	`idempotency_key` text,
	`stream_id` text,
	`event_id` text,
	`seq` integer,
	`version` integer,
	`trace_id` text,
	`span_id` text,
	`parent_span_id` text,
	`occurred_at_ms` integer,
	`ingested_at_ms` integer,
	`updated_at_ms` integer,
	`source` text,
	`ordinal` integer,
	`key_origins` text,
	PRIMARY KEY(`conv_id`, `transform_id`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `prompt_transforms_by_time` ON `prompt_transforms` (`conv_id`,`occurred_at_ms`);--> statement-breakpoint
CREATE TABLE `http_requests` (
	`http_id` text PRIMARY KEY NOT NULL,
	`conv_id` text,
	`direction` text,
	`method` text,
	`path` text,
	`route` text,
	`mount_prefix` text,
	`status` integer,
	`latency_ms` real,
	`request_bytes` integer,
	`response_bytes` integer,
	`origin` text,
	`user_agent` text,
	`cors_outcome` text,
	`auth_outcome` text,
	`error_text` text,
	`session_id` text,
	`turn_id` text,
	`run_id` text,
	`request_id` text,
	`idempotency_key` text,
	`stream_id` text,
	`event_id` text,
	`seq` integer,
	`version` integer,
	`trace_id` text,
	`span_id` text,
	`parent_span_id` text,
	`occurred_at_ms` integer,
	`ingested_at_ms` integer,
	`updated_at_ms` integer,
	`source` text,
	`ordinal` integer,
	`key_origins` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `http_requests_by_conversation` ON `http_requests` (`conv_id`,`occurred_at_ms`);--> statement-breakpoint
CREATE INDEX `http_requests_recent` ON `http_requests` ("occurred_at_ms" desc,`http_id`);--> statement-breakpoint
CREATE INDEX `http_requests_by_request` ON `http_requests` (`request_id`);--> statement-breakpoint
CREATE INDEX `http_requests_by_repeat` ON `http_requests` (`idempotency_key`) WHERE "http_requests"."idempotency_key" is not null;--> statement-breakpoint
CREATE INDEX `http_requests_by_trace` ON `http_requests` (`trace_id`) WHERE "http_requests"."trace_id" is not null;--> statement-breakpoint
CREATE TABLE `ws_pings` (
	`socket_id` text NOT NULL,
	`sent_at_ms` integer NOT NULL,
	`latency_ms` real,
	`conv_id` text,
	PRIMARY KEY(`socket_id`, `sent_at_ms`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `ws_sessions` (
	`socket_id` text PRIMARY KEY NOT NULL,
	`conv_id` text,
	`connected_at_ms` integer,
	`disconnected_at_ms` integer,
	`close_code` integer,
	`close_reason` text,
	`close_initiator` text,
	`frames_in` integer,
	`frames_out` integer,
	`bytes_in` integer,
	`bytes_out` integer,
	`ping_count` integer,
	`ping_p50_ms` real,
	`ping_p95_ms` real,
	`ping_max_ms` real,
	`session_id` text,
	`turn_id` text,
	`run_id` text,
	`request_id` text,
	`idempotency_key` text,
	`stream_id` text,
	`event_id` text,
	`seq` integer,
	`version` integer,
	`trace_id` text,
	`span_id` text,
	`parent_span_id` text,
	`occurred_at_ms` integer,
	`ingested_at_ms` integer,
	`updated_at_ms` integer,
	`source` text,
	`ordinal` integer,
	`key_origins` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `ws_sessions_by_conversation` ON `ws_sessions` (`conv_id`,`connected_at_ms`);--> statement-breakpoint
CREATE INDEX `ws_sessions_recent` ON `ws_sessions` ("connected_at_ms" desc,`socket_id`);--> statement-breakpoint
CREATE TABLE `dependency_health` (
	`process_key` text NOT NULL,
	`dependency` text NOT NULL,
	`since_ms` integer NOT NULL,
	`state` text,
	`latency_ms` real,
	`last_error` text,
	`source` text,
	`ingested_at_ms` integer,
	`updated_at_ms` integer,
	PRIMARY KEY(`process_key`, `dependency`, `since_ms`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `panics` (
	`panic_id` text PRIMARY KEY NOT NULL,
	`process_key` text,
	`conv_id` text,
	`message` text,
	`stack` text,
	`recovered` integer,
	`session_id` text,
	`turn_id` text,
	`run_id` text,
	`request_id` text,
	`idempotency_key` text,
	`stream_id` text,
	`event_id` text,
	`seq` integer,
	`version` integer,
	`trace_id` text,
	`span_id` text,
	`parent_span_id` text,
	`occurred_at_ms` integer,
	`ingested_at_ms` integer,
	`updated_at_ms` integer,
	`source` text,
	`ordinal` integer,
	`key_origins` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `panics_by_conversation` ON `panics` (`conv_id`);--> statement-breakpoint
CREATE INDEX `panics_recent` ON `panics` ("occurred_at_ms" desc);--> statement-breakpoint
CREATE TABLE `processes` (
	`process_key` text PRIMARY KEY NOT NULL,
	`build_sha` text,
	`process_version` text,
	`pid` integer,
	`started_at_ms` integer,
	`stopped_at_ms` integer,
	`uptime_ms` real,
	`host` text,
	`environment` text,
	`source` text,
	`occurred_at_ms` integer,
	`ingested_at_ms` integer,
	`updated_at_ms` integer
) STRICT;
--> statement-breakpoint
CREATE TABLE `runtime_samples` (
	`process_key` text NOT NULL,
	`occurred_at_ms` integer NOT NULL,
	`rss_bytes` integer,
	`heap_bytes` integer,
	`cpu_percent` real,
	`goroutines` integer,
	`threads` integer,
	`handles` integer,
	`gc_pause_ms` real,
	`open_file_descriptors` integer,
	`event_loop_lag_ms` real,
	`sqlite_busy_count` integer,
	`sqlite_lock_wait_ms` real,
	`sqlite_wal_bytes` integer,
	`sqlite_checkpoint_age_ms` real,
	`source` text,
	`ingested_at_ms` integer,
	PRIMARY KEY(`process_key`, `occurred_at_ms`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `error_causes` (
	`error_id` text NOT NULL,
	`position` integer NOT NULL,
	`message` text,
	`code` text,
	`stack` text,
	PRIMARY KEY(`error_id`, `position`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `errors` (
	`error_id` text PRIMARY KEY NOT NULL,
	`conv_id` text,
	`error_code` text NOT NULL,
	`error_class` text NOT NULL,
	`safe_message` text,
	`raw_message` text,
	`stack` text,
	`rule` text,
	`event_ordinal` integer,
	`model_call_id` text,
	`tool_call_id` text,
	`entity_id` text,
	`phase` text,
	`tool_name` text,
	`model` text,
	`provider` text,
	`http_status` integer,
	`fingerprint` text,
	`fingerprint_version` integer,
	`normalised_message` text,
	`grouped_message` text,
	`incident_id` text,
	`retryable` integer,
	`handled` integer,
	`severity` text,
	`session_id` text,
	`turn_id` text,
	`run_id` text,
	`request_id` text,
	`idempotency_key` text,
	`stream_id` text,
	`event_id` text,
	`seq` integer,
	`version` integer,
	`trace_id` text,
	`span_id` text,
	`parent_span_id` text,
	`occurred_at_ms` integer,
	`ingested_at_ms` integer,
	`updated_at_ms` integer,
	`source` text,
	`ordinal` integer,
	`key_origins` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `errors_by_conversation` ON `errors` (`conv_id`,`occurred_at_ms`);--> statement-breakpoint
CREATE INDEX `errors_by_incident` ON `errors` (`incident_id`,"occurred_at_ms" desc);--> statement-breakpoint
CREATE INDEX `errors_by_ordinal` ON `errors` (`event_ordinal`);--> statement-breakpoint
CREATE INDEX `errors_by_time` ON `errors` (`occurred_at_ms`);--> statement-breakpoint
CREATE TABLE `incident_counts` (
	`incident_id` text NOT NULL,
	`part` text NOT NULL,
	`value` text NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`incident_id`, `part`, `value`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `incident_decisions` (
	`incident_id` text NOT NULL,
	`state` text NOT NULL,
	`note` text,
	`decided_by` text,
	`decided_at_ms` integer NOT NULL,
	`fingerprint_version` integer NOT NULL,
	PRIMARY KEY(`incident_id`, `decided_at_ms`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `incident_rules` (
	`rule_id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`from_incident_id` text NOT NULL,
	`to_incident_id` text NOT NULL,
	`part` text,
	`value` text,
	`note` text,
	`created_by` text,
	`created_at_ms` integer NOT NULL,
	`fingerprint_version` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `incident_rules_from` ON `incident_rules` (`from_incident_id`);--> statement-breakpoint
CREATE INDEX `incident_rules_to` ON `incident_rules` (`to_incident_id`);--> statement-breakpoint
CREATE TABLE `incidents` (
	`incident_id` text PRIMARY KEY NOT NULL,
	`title` text,
	`error_class` text NOT NULL,
	`error_code` text NOT NULL,
	`first_seen_at_ms` integer,
	`last_seen_at_ms` integer,
	`occurrence_count` integer,
	`conversation_count` integer,
	`state` text,
	`state_changed_at_ms` integer,
	`fingerprint` text NOT NULL,
	`fingerprint_version` integer NOT NULL,
	`grouped_by` text,
	`updated_at_ms` integer
) STRICT;
--> statement-breakpoint
CREATE INDEX `incidents_recent` ON `incidents` ("last_seen_at_ms" desc,`incident_id`);--> statement-breakpoint
CREATE INDEX `incidents_by_class` ON `incidents` (`error_class`,"last_seen_at_ms" desc);--> statement-breakpoint
CREATE TABLE `audit_log` (
	`audit_id` integer PRIMARY KEY NOT NULL,
	`at_ms` integer NOT NULL,
	`actor` text,
	`action` text NOT NULL,
	`object` text,
	`reason` text,
	`detail` text
) STRICT;
--> statement-breakpoint
CREATE TABLE `drops` (
	`source` text NOT NULL,
	`reason` text NOT NULL,
	`minute_ms` integer NOT NULL,
	`count` integer NOT NULL,
	`bytes` integer NOT NULL,
	`first_at_ms` integer,
	`last_at_ms` integer,
	`detail` text,
	PRIMARY KEY(`source`, `reason`, `minute_ms`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `imports` (
	`import_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`format` text,
	`state` text NOT NULL,
	`bytes_total` integer,
	`bytes_read` integer,
	`received` integer,
	`stored` integer,
	`duplicate` integer,
	`conflict` integer,
	`rejected` integer,
	`reasons` text,
	`problem_code` text,
	`problem_detail` text,
	`started_at_ms` integer,
	`finished_at_ms` integer
) STRICT;
--> statement-breakpoint
CREATE INDEX `imports_recent` ON `imports` ("started_at_ms" desc);--> statement-breakpoint
CREATE TABLE `ingest_requests` (
	`request_key` text PRIMARY KEY NOT NULL,
	`request_sha256` blob NOT NULL,
	`status` integer NOT NULL,
	`answer` text NOT NULL,
	`finished_at_ms` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `ingest_requests_by_time` ON `ingest_requests` (`finished_at_ms`);--> statement-breakpoint
CREATE TABLE `receipts` (
	`source` text NOT NULL,
	`minute_ms` integer NOT NULL,
	`received` integer NOT NULL,
	`stored` integer NOT NULL,
	`duplicate` integer NOT NULL,
	`conflict` integer NOT NULL,
	`rejected` integer NOT NULL,
	`bytes` integer NOT NULL,
	PRIMARY KEY(`source`, `minute_ms`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `receipts_by_minute` ON `receipts` (`minute_ms`);--> statement-breakpoint
CREATE INDEX `receipts_unbalanced` ON `receipts` (`minute_ms`) WHERE received <> stored + duplicate + conflict + rejected;--> statement-breakpoint
CREATE TABLE `rollups` (
	`bucket` text NOT NULL,
	`metric` text NOT NULL,
	`bucket_ms` integer NOT NULL,
	`dimension` text NOT NULL,
	`value` integer NOT NULL,
	PRIMARY KEY(`bucket`, `metric`, `bucket_ms`, `dimension`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `stale_rollups` (
	`record_set` text NOT NULL,
	`minute_ms` integer NOT NULL,
	PRIMARY KEY(`record_set`, `minute_ms`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `field_policies` (
	`event_type` text NOT NULL,
	`path` text NOT NULL,
	`policy_version` integer NOT NULL,
	`sensitivity` text NOT NULL,
	PRIMARY KEY(`event_type`, `path`, `policy_version`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `notes` (
	`note_id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`conv_id` text,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`ordinal` integer,
	`body` text,
	`category` text,
	`author` text,
	`created_at_ms` integer NOT NULL,
	`edited_at_ms` integer NOT NULL,
	`resolved` integer
) STRICT;
--> statement-breakpoint
CREATE INDEX `notes_by_conversation` ON `notes` (`conv_id`,"created_at_ms" desc,`note_id`);--> statement-breakpoint
CREATE INDEX `notes_by_subject` ON `notes` (`subject_kind`,`subject_id`,"created_at_ms" desc,`note_id`);--> statement-breakpoint
CREATE INDEX `notes_recent` ON `notes` ("created_at_ms" desc,`note_id`);--> statement-breakpoint
CREATE TABLE `redaction_reports` (
	`conv_id` text NOT NULL,
	`rule` text NOT NULL,
	`sensitivity` text NOT NULL,
	`policy_version` integer NOT NULL,
	`count` integer NOT NULL,
	`bytes_removed` integer,
	PRIMARY KEY(`conv_id`, `rule`, `sensitivity`, `policy_version`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `removals` (
	`removal_id` text PRIMARY KEY NOT NULL,
	`conv_id` text,
	`tier` text NOT NULL,
	`rule` text NOT NULL,
	`what` text NOT NULL,
	`count` integer NOT NULL,
	`bytes` integer,
	`ordinals` text,
	`last_ordinal` integer,
	`removed_at_ms` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `removals_by_conversation` ON `removals` (`conv_id`);--> statement-breakpoint
CREATE TABLE `saved_views` (
	`view_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`page` text NOT NULL,
	`query` text NOT NULL,
	`created_at_ms` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `saved_views_by_name` ON `saved_views` (`page`,`name`);--> statement-breakpoint
CREATE TABLE `source_profiles` (
	`source` text PRIMARY KEY NOT NULL,
	`profile` text NOT NULL,
	`reason` text,
	`expires_at_ms` integer,
	`updated_at_ms` integer
) STRICT;
--> statement-breakpoint
CREATE TABLE `vault_entries` (
	`ordinal` integer PRIMARY KEY NOT NULL,
	`key_id` text NOT NULL,
	`nonce` blob NOT NULL,
	`ciphertext` blob NOT NULL,
	`reason` text NOT NULL,
	`expires_at_ms` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `vault_entries_by_expiry` ON `vault_entries` (`expires_at_ms`);--> statement-breakpoint
CREATE VIEW `entities` AS SELECT c.conv_id AS conv_id, s.name AS entity_id, (SELECT d.word FROM words d WHERE d.word_key = k.kind_key) AS kind, CASE k.origin WHEN 0 THEN 'stored' WHEN 1 THEN 'projected' END AS origin, r.created_at_ms AS created_at_ms, r.entity_updated_at_ms AS entity_updated_at_ms, r.first_seen_version AS first_seen_version, r.last_seen_version AS last_seen_version, CASE WHEN r.props_of IS NULL THEN r.props ELSE (SELECT o.props FROM entity_rows o WHERE o.entity_key = r.props_of) END AS props, CASE WHEN r.props_of IS NULL THEN r.summary ELSE (SELECT o.summary FROM entity_rows o WHERE o.entity_key = r.props_of) END AS summary, (SELECT d.word FROM words d WHERE d.word_key = r.status_key) AS status, r.first_ordinal AS first_ordinal, (SELECT d.name FROM subjects d WHERE d.subject_key = r.session_id_key) AS session_id, (SELECT d.turn_id FROM turn_keys d WHERE d.turn_key = r.turn_id_key) AS turn_id, (SELECT d.name FROM subjects d WHERE d.subject_key = r.run_id_key) AS run_id, r.request_id AS request_id, r.idempotency_key AS idempotency_key, r.stream_id AS stream_id, r.event_id AS event_id, r.seq AS seq, ((r.version | coalesce(r.last_seen_version, 0)) - (r.version & coalesce(r.last_seen_version, 0))) AS version, r.trace_id AS trace_id, r.span_id AS span_id, r.parent_span_id AS parent_span_id, ((r.occurred_at_ms | coalesce(r.entity_updated_at_ms, 0)) - (r.occurred_at_ms & coalesce(r.entity_updated_at_ms, 0))) AS occurred_at_ms, r.ingested_at_ms AS ingested_at_ms, ((r.updated_at_ms | coalesce(r.ingested_at_ms, 0)) - (r.updated_at_ms & coalesce(r.ingested_at_ms, 0))) AS updated_at_ms, (SELECT d.name FROM sources d WHERE d.source_key = r.source_key) AS source, r.ordinal AS ordinal, (SELECT d.word FROM words d WHERE d.word_key = r.key_origins_key) AS key_origins, r.entity_key AS entity_key FROM entity_rows r
    JOIN conversation_keys c ON c.conv_key = r.conv_key
    JOIN entity_keys k ON k.entity_key = r.entity_key
    JOIN subjects s ON s.subject_key = k.subject_key AND s.conv_key = c.conv_key;--> statement-breakpoint
CREATE VIEW `entities_by_id` AS SELECT c.conv_id AS conv_id, s.name AS entity_id, (SELECT d.word FROM words d WHERE d.word_key = k.kind_key) AS kind, CASE k.origin WHEN 0 THEN 'stored' WHEN 1 THEN 'projected' END AS origin, r.created_at_ms AS created_at_ms, r.entity_updated_at_ms AS entity_updated_at_ms, r.first_seen_version AS first_seen_version, r.last_seen_version AS last_seen_version, CASE WHEN r.props_of IS NULL THEN r.props ELSE (SELECT o.props FROM entity_rows o WHERE o.entity_key = r.props_of) END AS props, CASE WHEN r.props_of IS NULL THEN r.summary ELSE (SELECT o.summary FROM entity_rows o WHERE o.entity_key = r.props_of) END AS summary, (SELECT d.word FROM words d WHERE d.word_key = r.status_key) AS status, r.first_ordinal AS first_ordinal, (SELECT d.name FROM subjects d WHERE d.subject_key = r.session_id_key) AS session_id, (SELECT d.turn_id FROM turn_keys d WHERE d.turn_key = r.turn_id_key) AS turn_id, (SELECT d.name FROM subjects d WHERE d.subject_key = r.run_id_key) AS run_id, r.request_id AS request_id, r.idempotency_key AS idempotency_key, r.stream_id AS stream_id, r.event_id AS event_id, r.seq AS seq, ((r.version | coalesce(r.last_seen_version, 0)) - (r.version & coalesce(r.last_seen_version, 0))) AS version, r.trace_id AS trace_id, r.span_id AS span_id, r.parent_span_id AS parent_span_id, ((r.occurred_at_ms | coalesce(r.entity_updated_at_ms, 0)) - (r.occurred_at_ms & coalesce(r.entity_updated_at_ms, 0))) AS occurred_at_ms, r.ingested_at_ms AS ingested_at_ms, ((r.updated_at_ms | coalesce(r.ingested_at_ms, 0)) - (r.updated_at_ms & coalesce(r.ingested_at_ms, 0))) AS updated_at_ms, (SELECT d.name FROM sources d WHERE d.source_key = r.source_key) AS source, r.ordinal AS ordinal, (SELECT d.word FROM words d WHERE d.word_key = r.key_origins_key) AS key_origins, r.entity_key AS entity_key FROM entity_rows r
    JOIN conversation_keys c ON c.conv_key = +r.conv_key
    JOIN entity_keys k ON k.entity_key = r.entity_key
    JOIN subjects s ON s.subject_key = k.subject_key AND s.conv_key = c.conv_key;--> statement-breakpoint
CREATE VIEW `entity_versions` AS SELECT c.conv_id AS conv_id, s.name AS entity_id, (SELECT d.word FROM words d WHERE d.word_key = k.kind_key) AS kind, CASE k.origin WHEN 0 THEN 'stored' WHEN 1 THEN 'projected' END AS origin, r.version AS version, ((r.last_version | coalesce(r.version, 0)) - (r.last_version & coalesce(r.version, 0))) AS last_version, r.writes AS writes, r.ordinal AS ordinal, ((r.last_ordinal | coalesce(r.ordinal, 0)) - (r.last_ordinal & coalesce(r.ordinal, 0))) AS last_ordinal, (SELECT d.word FROM words d WHERE d.word_key = r.changed_fields_key) AS changed_fields, CASE WHEN r.tells_state = 1 THEN (SELECT CASE WHEN e.props_of IS NULL THEN e.summary ELSE (SELECT o.summary FROM entity_rows o WHERE o.entity_key = e.props_of) END FROM entity_rows e WHERE e.entity_key = r.entity_key) ELSE r.summary END AS summary, r.occurred_at_ms AS occurred_at_ms, r.entity_key AS entity_key FROM entity_version_rows r
    JOIN conversation_keys c ON c.conv_key = r.conv_key
    JOIN entity_keys k ON k.entity_key = r.entity_key
    JOIN subjects s ON s.subject_key = k.subject_key AND s.conv_key = c.conv_key;--> statement-breakpoint
CREATE VIEW `entity_versions_by_id` AS SELECT c.conv_id AS conv_id, s.name AS entity_id, (SELECT d.word FROM words d WHERE d.word_key = k.kind_key) AS kind, CASE k.origin WHEN 0 THEN 'stored' WHEN 1 THEN 'projected' END AS origin, r.version AS version, ((r.last_version | coalesce(r.version, 0)) - (r.last_version & coalesce(r.version, 0))) AS last_version, r.writes AS writes, r.ordinal AS ordinal, ((r.last_ordinal | coalesce(r.ordinal, 0)) - (r.last_ordinal & coalesce(r.ordinal, 0))) AS last_ordinal, (SELECT d.word FROM words d WHERE d.word_key = r.changed_fields_key) AS changed_fields, CASE WHEN r.tells_state = 1 THEN (SELECT CASE WHEN e.props_of IS NULL THEN e.summary ELSE (SELECT o.summary FROM entity_rows o WHERE o.entity_key = e.props_of) END FROM entity_rows e WHERE e.entity_key = r.entity_key) ELSE r.summary END AS summary, r.occurred_at_ms AS occurred_at_ms, r.entity_key AS entity_key FROM entity_version_rows r
    JOIN conversation_keys c ON c.conv_key = +r.conv_key
    JOIN entity_keys k ON k.entity_key = r.entity_key
    JOIN subjects s ON s.subject_key = k.subject_key AND s.conv_key = c.conv_key;--> statement-breakpoint
CREATE VIEW `snapshot_blocks` AS SELECT c.conv_id AS conv_id, t.turn_id AS turn_id, p.word AS phase, k.snapshot_at_ms AS snapshot_at_ms, r.position AS position, b.block_id AS block_id, b.content_hash AS content_hash, (SELECT d.word FROM words d WHERE d.word_key = r.lineage_key) AS lineage, (SELECT d.turn_id FROM turn_keys d WHERE d.turn_key = r.lineage_turn_id_key) AS lineage_turn_id, (SELECT d.word FROM words d WHERE d.word_key = r.lineage_phase_key) AS lineage_phase, r.previous_hash AS previous_hash, r.previous_position AS previous_position FROM snapshot_block_rows r
    JOIN snapshot_keys k ON k.snapshot_key = r.snapshot_key
    JOIN conversation_keys c ON c.conv_key = k.conv_key
    JOIN turn_keys t ON t.turn_key = k.turn_key AND t.conv_key = k.conv_key
    JOIN words p ON p.word_key = k.phase_key
    JOIN block_keys b ON b.block_key = r.block_key;--> statement-breakpoint
CREATE VIEW `snapshot_blocks_by_id` AS SELECT c.conv_id AS conv_id, t.turn_id AS turn_id, p.word AS phase, k.snapshot_at_ms AS snapshot_at_ms, r.position AS position, b.block_id AS block_id, b.content_hash AS content_hash, (SELECT d.word FROM words d WHERE d.word_key = r.lineage_key) AS lineage, (SELECT d.turn_id FROM turn_keys d WHERE d.turn_key = r.lineage_turn_id_key) AS lineage_turn_id, (SELECT d.word FROM words d WHERE d.word_key = r.lineage_phase_key) AS lineage_phase, r.previous_hash AS previous_hash, r.previous_position AS previous_position FROM snapshot_block_rows r
    JOIN snapshot_keys k ON k.snapshot_key = r.snapshot_key
    JOIN conversation_keys c ON c.conv_key = +k.conv_key
    JOIN turn_keys t ON t.turn_key = +k.turn_key
    JOIN words p ON p.word_key = k.phase_key
    JOIN block_keys b ON b.block_key = r.block_key;