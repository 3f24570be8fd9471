"""Reading on a cluster: one engine a module, each with the same function `write_shards`, over the same batches."""
