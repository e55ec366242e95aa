"""The description of frames for programs and for the browser's modules, generated from their models."""
