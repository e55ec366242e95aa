"""How the API reads requests and answers them, whatever they are about."""
