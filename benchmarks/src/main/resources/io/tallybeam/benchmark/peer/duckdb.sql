COPY (
  SELECT
    time_bucket(INTERVAL '15 minutes', "timestamp") AS window_start,
    time_bucket(INTERVAL '15 minutes', "timestamp") + INTERVAL '15 minutes' AS window_end,
    tenant_id,
    coalesce(provider, 'unknown') AS provider,
    coalesce(model, 'unknown') AS model,
    count(*) FILTER (cache_hit) / count(*) AS cache_hit_rate,
    avg(tokens_input) AS avg_tokens_input,
    avg(tokens_output) AS avg_tokens_output,
    count(*) AS total_requests,
    sum(cost_usd) AS total_cost_usd,
    avg(latency_ms) AS avg_latency_ms,
    count(*) FILTER (NOT success) / count(*) AS error_rate
  FROM read_json(
    '${input}',
    format = 'newline_delimited',
    columns = {
      tenant_id: 'VARCHAR', provider: 'VARCHAR', model: 'VARCHAR', cache_hit: 'BOOLEAN',
      tokens_input: 'INTEGER', tokens_output: 'INTEGER', latency_ms: 'INTEGER',
      cost_usd: 'DOUBLE', success: 'BOOLEAN', "timestamp": 'TIMESTAMP'})
  GROUP BY ALL
) TO '${output}' (FORMAT parquet)
