"""A model endpoint: from the bytes that it sends to one clean `Answer`.

    connection   the HTTP client for what is configured (`ModelEndpoint`)
    chat_request, responses_request     what is sent, over either API
    wire         bytes to JSON objects: server-sent events, or one body
    chat_reader, responses_reader       JSON objects to pieces of text and thinking, and to the `Answer`
    refusals, retries, learned    what an endpoint refuses: as a `Fault`, for now, or of a request's parts
    structured_output    JSON as the answer, in the three ways in which endpoints take it
    thinking, written_calls, tool_names, arguments    what is mended in an answer (`tidy`), and kept back
                 while it comes (`speech`)
    pace         leaves time to others; extent      how much has come
    client       one request: sent, retried, timed, read (`EndpointModel`)
    answer       the `Answer`, and the form in which the journal records it

Endpoints differ in all of this; nothing outside of this package knows how. What an endpoint refuses or breaks
is a `Fault`, with a kind for people and a detail for the operator's log.
"""
