"""Many articles: cut into batches, read by several processes, kept as a Parquet dataset, asked as a whole."""
