"""The empty forms that are sent out, printed by the form's own templates from facts that are blank."""
