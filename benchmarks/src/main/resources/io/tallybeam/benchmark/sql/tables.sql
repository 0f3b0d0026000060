CREATE TABLE llm_ops (
  tenant_id STRING NOT NULL,
  provider STRING,
  model STRING,
  event_type STRING,
  cache_hit BOOLEAN,
  tokens_input INT,
  tokens_output INT,
  latency_ms INT,
  cost_usd DOUBLE,
  success BOOLEAN,
  `timestamp` TIMESTAMP_LTZ(3),
  WATERMARK FOR `timestamp` AS `timestamp` - INTERVAL '30' SECOND
) WITH (
  ${source},
  'format' = 'json',
  'json.timestamp-format.standard' = 'ISO-8601',
  'json.ignore-parse-errors' = 'true'
);

CREATE CATALOG polaris WITH (
  'type' = 'iceberg',
  ${catalog}
);

CREATE DATABASE polaris.matih_analytics;

CREATE TABLE polaris.matih_analytics.llm_operations_metrics (
  window_start TIMESTAMP(3),
  window_end TIMESTAMP(3),
  tenant_id STRING,
  provider STRING,
  model STRING,
  cache_hit_rate DOUBLE,
  avg_tokens_input INT,
  avg_tokens_output INT,
  total_requests BIGINT,
  total_cost_usd DOUBLE,
  avg_latency_ms INT,
  error_rate DOUBLE
);
