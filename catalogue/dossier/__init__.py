"""A dossier: what is known of a claim, in one folder that another person can check."""
