"""One burst of events to many tabs: the hub beside what people build without it."""
