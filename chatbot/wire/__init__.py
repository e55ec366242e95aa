"""What all ways to listen share: who may, and what a frame looks like."""
