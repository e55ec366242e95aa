"""What others use, each on a server of its own; measured where the group `bench` is installed."""
