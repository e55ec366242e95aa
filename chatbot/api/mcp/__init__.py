"""The Model Context Protocol: programs of a person use the tools and read the data of Lockstep.

Another interface to the same domain, without logic of its own. The package `mcp` takes half a second to load,
so nothing imports this one before the first request.
"""
