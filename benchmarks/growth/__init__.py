"""What pages, endpoints and sweeps cost with much data and with a tenth of it."""
