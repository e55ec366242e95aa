"""What operators see and do: processes, figures, stopping all agents."""
