"""A form as its finance bureau issued it: fields, types, names, schema, skeletons."""
