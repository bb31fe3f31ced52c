"""The compiled form of `catalogue.bulk`: numba, the optional extra `[fast]`."""
