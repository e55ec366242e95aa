"""A model endpoint: from the bytes that it sends to one clean `Answer`.

    client          one request: sent, retried, timed, read (`EndpointModel`)
    connection      the HTTP client for what is configured (`ModelEndpoint`)
    chat_request, responses_request    what is sent, over either API
    wire            bytes to JSON objects: server-sent events, or one body
    chat_reader, responses_reader      JSON objects to pieces of text and thinking, and to the `Answer`
    speech          what a person hears of it while it comes
    tidy            mends the whole: thinking, calls in the text, names, arguments, a plan out of form
    refusals, retries, learned    what an endpoint refuses: as a `Fault`, for now, or of a request's parts
    pace            leaves time to others; extent counts how much has come
    answer, recorded              the `Answer`, and the form in which the journal keeps it

Endpoints differ in all of this; nothing outside of this package knows how.
"""
