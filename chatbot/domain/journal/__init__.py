"""What a run has done: turns and tool calls, with what people decide on them."""
