"""The cost of pages, endpoints and sweeps with much data, compared with a tenth of it."""
