"""Events to many tabs, in bursts and paced: the hub compared with the usual ways."""
