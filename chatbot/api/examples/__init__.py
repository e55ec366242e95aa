"""Examples of the operations, which are run in the tests, for the OpenAPI document and the docs."""
