"""Request a model endpoint, and parse the bytes that it sends into one clean `Answer`.

    client          sends, retries, times and reads one request (`EndpointModel`)
    connection      the HTTP client for a configuration (`ModelEndpoint`)
    chat_request, responses_request    the request bodies of both APIs
    wire            bytes to JSON objects: server-sent events, or one body
    chat_reader, responses_reader      JSON objects to pieces of text and thinking, and to the `Answer`
    speech          what is shown of the answer while it is streamed
    tidy            cleans the whole answer: thinking, calls in the text, names, arguments, plans in prose
    refusals, retries, learned    errors of an endpoint: as a `Fault`, temporary ones, parameters to leave out
    pace            yields to other runs; extent measures how much has arrived
    answer, recorded              the `Answer`, and the format in which the journal stores it

Endpoints differ in all of this; no code outside of this package knows how.
"""
