"""From bytes to an article: encodings and formats, and what the lines around a story say."""
