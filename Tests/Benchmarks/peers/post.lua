-- The same request as Volley's, for wrk.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer benchmark"
wrk.body = os.getenv("BENCHMARK_BODY")
