SET jit = off;
SET max_parallel_workers_per_gather = 0;
SET work_mem = '256MB';
SET plan_cache_mode = force_generic_plan;
