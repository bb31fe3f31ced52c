"""What images say about claims: verdicts, coverage, gaps, tracks. Pure: values in, values out."""
