"""Channel layers, and notifications over them."""
