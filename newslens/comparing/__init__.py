"""What two reports of one event have in common, and what only one of them has.

`matching` says who is who across articles, `wording` when two stretches say much the same; `people`, `tones`,
`demands`, `claims` and `overview` make the tables, `page` and `drawing` show them.
"""
