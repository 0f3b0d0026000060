INSERT INTO polaris.matih_analytics.llm_operations_metrics
SELECT
  window_start,
  window_end,
  tenant_id,
  provider,
  model,
  CAST(SUM(CASE WHEN cache_hit = TRUE THEN 1 ELSE 0 END) AS DOUBLE)
    / GREATEST(COUNT(*), 1) AS cache_hit_rate,
  AVG(tokens_input) AS avg_tokens_input,
  AVG(tokens_output) AS avg_tokens_output,
  COUNT(*) AS total_requests,
  SUM(cost_usd) AS total_cost_usd,
  AVG(latency_ms) AS avg_latency_ms,
  CAST(SUM(CASE WHEN success = FALSE THEN 1 ELSE 0 END) AS DOUBLE)
    / GREATEST(COUNT(*), 1) AS error_rate
FROM (
  SELECT
    window_start, window_end, tenant_id,
    COALESCE(provider, 'unknown') AS provider, COALESCE(model, 'unknown') AS model,
    cache_hit, tokens_input, tokens_output, cost_usd, latency_ms, success
  FROM TABLE(TUMBLE(TABLE llm_ops, DESCRIPTOR(`timestamp`), INTERVAL '15' MINUTE))
)
GROUP BY window_start, window_end, tenant_id, provider, model
