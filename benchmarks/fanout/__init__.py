"""Events to many tabs, in bursts and paced: the hub beside what people build without it."""
